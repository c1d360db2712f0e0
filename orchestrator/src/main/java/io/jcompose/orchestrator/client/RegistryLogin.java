package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Who somebody is at a registry. Its text does not show the secret.
 *
 * @param registry {@code host[:port]}, {@code docker.io} for Docker's
 * @param user empty where the secret stands alone
 * @param identityToken whether the secret is a token that is exchanged for others
 */
public record RegistryLogin(String registry, String user, String secret, boolean identityToken) {
    @Override
    public String toString() {
        return "RegistryLogin[" + registry + ", " + user + "]";
    }

    static void write(JsonGenerator out, List<RegistryLogin> logins) throws IOException {
        out.writeArrayFieldStart("accounts");
        for (RegistryLogin login : logins) {
            out.writeStartObject();
            out.writeStringField("registry", login.registry());
            out.writeStringField("user", login.user());
            out.writeStringField("secret", login.secret());
            out.writeBooleanField("identityToken", login.identityToken());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

package io.jcompose.orchestrator.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file in the format of Docker's {@code config.json} says about accounts.
 *
 * @param accounts by registry
 * @param helpers names of helper programs by registry
 * @param store name of the helper program for all other registries, or empty
 */
record CredentialFile(SortedMap<String, RegistryLogin> accounts, SortedMap<String, String> helpers, String store) {
    static final CredentialFile EMPTY = new CredentialFile(new TreeMap<>(), new TreeMap<>(), "");

    /** @throws IOException when it is no JSON object */
    static CredentialFile parse(byte[] json) throws IOException {
        JsonObject root = JsonObject.read(json);
        SortedMap<String, RegistryLogin> accounts = new TreeMap<>();
        root.objectMap("auths").forEach((key, auth) -> {
            RegistryLogin login = login(RegistryName.of(key), auth);
            if (!login.secret().isEmpty()) {
                accounts.put(login.registry(), login);
            }
        });
        SortedMap<String, String> helpers = new TreeMap<>();
        root.textMap("credHelpers").forEach((key, name) -> helpers.put(RegistryName.of(key), name));
        return new CredentialFile(accounts, helpers, root.text("credsStore"));
    }

    private static RegistryLogin login(String registry, JsonObject auth) {
        String pair = decoded(auth.text("auth"));
        int colon = pair.indexOf(':');
        String user = colon < 0 ? auth.text("username") : pair.substring(0, colon);
        String secret = colon < 0 ? auth.text("password") : pair.substring(colon + 1);
        String token = auth.text("identitytoken");
        return token.isEmpty()
                ? new RegistryLogin(registry, user, secret, false)
                : new RegistryLogin(registry, user, token, true);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The helper program for a registry; empty when there is none. */
    String helper(String registry) {
        return helpers.getOrDefault(registry, store);
    }

    /** Whether it names a helper program for any registry. */
    boolean asksHelpers() {
        return !helpers.isEmpty() || !store.isEmpty();
    }

    CredentialFile with(RegistryLogin login) {
        SortedMap<String, RegistryLogin> more = new TreeMap<>(accounts);
        more.put(login.registry(), login);
        return new CredentialFile(more, helpers, store);
    }

    CredentialFile without(String registry) {
        SortedMap<String, RegistryLogin> fewer = new TreeMap<>(accounts);
        fewer.remove(registry);
        return new CredentialFile(fewer, helpers, store);
    }

    /** All of it in the same format. */
    byte[] json() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeObjectFieldStart("auths");
            for (RegistryLogin login : accounts.values()) {
                String key = login.registry().equals(RegistryName.DOCKER) ? RegistryName.DOCKER_KEY : login.registry();
                String pair = login.user() + ":" + (login.identityToken() ? "" : login.secret());
                out.writeObjectFieldStart(key);
                out.writeStringField("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
                if (login.identityToken()) {
                    out.writeStringField("identitytoken", login.secret());
                }
                out.writeEndObject();
            }
            out.writeEndObject();
            if (!helpers.isEmpty()) {
                out.writeObjectFieldStart("credHelpers");
                for (var helper : helpers.entrySet()) {
                    out.writeStringField(helper.getKey(), helper.getValue());
                }
                out.writeEndObject();
            }
            if (!store.isEmpty()) {
                out.writeStringField("credsStore", store);
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}

package io.jcompose.orchestrator.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the daemon's API that leads to registries; errors as in {@link DaemonClient}. */
public final class RegistryClient {
    private final Talk daemon;

    RegistryClient(Talk daemon) {
        this.daemon = daemon;
    }

    /**
     * The result has {@code id}.
     *
     * @param platform or null for the host's
     * @param onlyMissing whether an image that is there is good enough
     */
    public MessageStream pull(
            String reference, @Nullable String platform, boolean onlyMissing, List<RegistryLogin> logins)
            throws DaemonException {
        return daemon.stream("POST", "/images/pull", RequestBody.of(out -> {
            out.writeStringField("reference", reference);
            if (platform != null) {
                out.writeStringField("platform", platform);
            }
            out.writeBooleanField("onlyMissing", onlyMissing);
            RegistryLogin.write(out, logins);
        }));
    }

    /** The result has {@code digest}. */
    public MessageStream push(String reference, List<RegistryLogin> logins) throws DaemonException {
        return daemon.stream("POST", "/images/push", request(reference, logins));
    }

    /** The digest that a reference has in its registry now. */
    public String digest(String reference, List<RegistryLogin> logins) throws DaemonException {
        return daemon.object("POST", "/images/digest", request(reference, logins))
                .text("digest");
    }

    /** Has an account checked. */
    public void login(RegistryLogin login) throws DaemonException {
        daemon.object("POST", "/registries/login", RequestBody.of(out -> RegistryLogin.write(out, List.of(login))));
    }

    private static byte[] request(String reference, List<RegistryLogin> logins) {
        return RequestBody.of(out -> {
            out.writeStringField("reference", reference);
            RegistryLogin.write(out, logins);
        });
    }
}

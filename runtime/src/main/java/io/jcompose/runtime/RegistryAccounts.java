package io.jcompose.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * Who somebody is at registries. Lives as long as the request that brought it, and is never written down: its texts do
 * not show secrets.
 *
 * @param byRegistry by host, with a port where it has one, as {@code registry.lan:5000}; {@code docker.io} for Docker's
 */
public record RegistryAccounts(Map<String, Account> byRegistry) {
    /** Nobody: registries are asked anonymously. */
    public static final RegistryAccounts NONE = new RegistryAccounts(Map.of());

    public RegistryAccounts {
        byRegistry = Map.copyOf(byRegistry);
    }

    /**
     * One account.
     *
     * @param user empty where the secret stands alone
     * @param secret a password, or the token that a registry gave for one
     * @param identityToken whether the secret is a token to be exchanged (OAuth 2 refresh token)
     */
    public record Account(String user, String secret, boolean identityToken) {
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    public Optional<Account> at(String registry) {
        return Optional.ofNullable(byRegistry.get(registry));
    }
}

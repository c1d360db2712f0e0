package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.Refused;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Registries, as the API reaches them: with the accounts of whoever asks, for as long as the request lasts. */
public interface RegistryDesk {
    /** Who somebody is at a registry. */
    record Login(String registry, String user, String secret, boolean identityToken) {
        @Override
        public String toString() {
            return "Login[" + registry + ", " + user + "]";
        }
    }

    /**
     * An image that is asked for.
     *
     * @param platform or null for this host's
     * @param onlyMissing whether one that is here is good enough
     */
    record Wish(String reference, @Nullable String platform, boolean onlyMissing, List<Login> accounts) {}

    /** The id of the image that is here now. */
    String pull(Wish wish, Consumer<Progress> progress) throws Refused;

    /** The digest that the registry has now. */
    String push(String reference, List<Login> accounts, Consumer<Progress> progress) throws Refused;

    /** The digest that a reference has in its registry. */
    String digest(String reference, List<Login> accounts) throws Refused;

    /** Checks an account. */
    void login(Login login) throws Refused;

    /** Keeps accounts at hand for the work on a project. */
    LentAccounts.Loan lend(String project, List<Login> accounts);
}

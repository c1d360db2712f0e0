package io.jcompose.orchestrator.execute;

import io.jcompose.runtime.RegistryAccounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who the people are whose requests are being worked on, by project: in memory, for as long as their request lasts. What
 * is done later, by itself, is done anonymously.
 */
public final class LentAccounts {
    private final Map<String, RegistryAccounts> lent = new ConcurrentHashMap<>();

    /** Ends a loan. */
    @FunctionalInterface
    public interface Loan extends AutoCloseable {
        @Override
        void close();
    }

    /** Lends accounts for the work on a project; the last who lends is the one that counts. */
    public Loan lend(String project, RegistryAccounts accounts) {
        lent.put(project, accounts);
        return () -> lent.remove(project, accounts);
    }

    public RegistryAccounts of(String project) {
        return lent.getOrDefault(project, RegistryAccounts.NONE);
    }
}

package io.jcompose.orchestrator.cli.command;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of containers of services that are no longer declared. */
final class OrphanOptions {
    private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes", "on");

    @Option(
            names = "--remove-orphans",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Remove containers of services that are no longer declared, as COMPOSE_REMOVE_ORPHANS=1 always does.")
    private @Nullable Boolean remove;

    /** Whether they go; refused when they are also to be ignored. */
    boolean go(Session session) throws UsageException {
        boolean go = remove == null ? isSet(session, "COMPOSE_REMOVE_ORPHANS") : remove;
        if (go && isIgnored(session)) {
            throw new UsageException("COMPOSE_IGNORE_ORPHANS cannot be combined with --remove-orphans");
        }
        return go;
    }

    /** Whether nothing is told of them. */
    static boolean isIgnored(Session session) {
        return isSet(session, "COMPOSE_IGNORE_ORPHANS");
    }

    private static boolean isSet(Session session, String variable) {
        return TRUE.contains(session.console().variable(variable).toLowerCase(Locale.ROOT));
    }
}

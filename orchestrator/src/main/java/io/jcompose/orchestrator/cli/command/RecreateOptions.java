package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.Recreation.When;
import picocli.CommandLine.Option;

/** When {@code up} makes containers anew. */
final class RecreateOptions {
    @Option(names = "--force-recreate", description = "Recreate containers although nothing changed.")
    private boolean force;

    @Option(
            names = "--no-recreate",
            description = "Leave containers that exist as they are, also where something changed.")
    private boolean never;

    @Option(
            names = "--always-recreate-deps",
            description = "Recreate the containers of what the named services depend on, too.")
    private boolean dependencies;

    @Option(
            names = {"-V", "--renew-anon-volumes"},
            description = "Recreate containers, and begin with empty anonymous volumes.")
    private boolean renew;

    Recreation asked() throws UsageException {
        if (never && (force || dependencies || renew)) {
            String other =
                    force ? "--force-recreate" : dependencies ? "--always-recreate-deps" : "--renew-anon-volumes";
            throw new UsageException("--no-recreate cannot be combined with " + other);
        }
        When others = never ? When.NEVER : dependencies ? When.ALWAYS : When.CHANGED;
        When named = never ? When.NEVER : force || renew ? When.ALWAYS : When.CHANGED;
        return new Recreation(named, others, renew);
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.io.IOException;

/** A command whose options were filled in. */
public interface Command {
    /** Does it and returns the exit code. What it throws is shown as a sentence, with exit code 1. */
    int run(Session session) throws SpecException, DaemonException, UsageException, IOException, InterruptedException;

    /** Whether all words after the first positional one belong to somebody else. */
    default boolean passesArgumentsOn() {
        return false;
    }
}

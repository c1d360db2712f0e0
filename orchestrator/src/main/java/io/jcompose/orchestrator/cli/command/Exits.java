package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Message;

/** How the end of a container is told. */
final class Exits {
    private Exits() {}

    static String sentence(Message.Event exit) {
        return "exited with code " + exit.code() + (exit.restarting() ? " (restarting)" : "");
    }
}

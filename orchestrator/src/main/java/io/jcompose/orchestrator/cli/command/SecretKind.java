package io.jcompose.orchestrator.cli.command;

import picocli.CommandLine.Option;

/** Whether a secret or a config is meant: both are kept alike, under names of their own. */
final class SecretKind {
    @Option(names = "--config", description = "A config instead of a secret.")
    private boolean config;

    String word() {
        return config ? "config" : "secret";
    }
}

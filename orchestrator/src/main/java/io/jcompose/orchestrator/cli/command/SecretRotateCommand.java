package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.SecretClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret rotate}. */
@picocli.CommandLine.Command(
        description = "Gives a name a new version. Services get it at the next `up`, or at once with --up: they are"
                + " recreated, or told by the signal of `x-reload`.",
        footer = {
            "",
            "Examples:",
            "  jcompose secret rotate db-password password.txt",
            "  pwgen 32 1 | jcompose secret rotate --up api-token -"
        })
public final class SecretRotateCommand implements Command {
    @Mixin
    private SecretKind kind = new SecretKind();

    @Parameters(index = "0", paramLabel = "NAME", description = "A name that is known.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "- or nothing: the standard input.")
    private String file = "-";

    @Option(names = "--up", description = "Bring it to all projects that are up and use it.")
    private boolean up;

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        SecretClient secrets = session.client().secrets();
        var item = new SecretClient.Item(kind.word(), name, SecretInput.content(session, file));
        List<JsonObject> changed = secrets.put(List.of(item), false, true);
        for (JsonObject one : changed) {
            List<JsonObject> versions = one.objects("versions");
            session.console()
                    .out()
                    .println(name + " has version "
                            + versions.get(versions.size() - 1).number("number"));
        }
        if (up) {
            secrets.refresh(kind.word(), name)
                    .forEach(project -> session.console().out().println("project " + project + " has it"));
        }
        return 0;
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.SecretClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret create}. */
@picocli.CommandLine.Command(
        description = "Keeps a content under a name, encrypted. Files use it by `external: true`.",
        footer = {
            "",
            "Examples:",
            "  jcompose secret create db-password password.txt",
            "  pwgen 32 1 | jcompose secret create api-token -",
            "  jcompose secret create --config site nginx.conf      what `docker config create` does",
            "",
            "In the file:",
            "  secrets: {db-password: {external: true}}"
        })
public final class SecretCreateCommand implements Command {
    @Mixin
    private SecretKind kind = new SecretKind();

    @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits, `_`, `.`, `-`.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "- or nothing: the standard input.")
    private String file = "-";

    @Option(names = "--rotate", description = "A new version when the name is known.")
    private boolean rotate;

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        var item = new SecretClient.Item(kind.word(), name, SecretInput.content(session, file));
        session.client().secrets().put(List.of(item), true, rotate);
        session.console().out().println(name);
        return 0;
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** {@code create}. */
@picocli.CommandLine.Command(
        description = "Creates what the files declare without starting it; what runs goes on running.",
        footer = {"", "Examples:", "  jcompose create", "  jcompose create --build web"})
public final class CreateCommand implements Command {
    @Mixin
    private UpOptions options = new UpOptions();

    @Mixin
    private UpBuild build = new UpBuild();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        build.mustFit();
        Loaded loaded = options.load(session);
        return PreparedUp.of(session, loaded, options.withoutStart(), build, Await.NOTHING)
                .inBackground(session);
    }
}

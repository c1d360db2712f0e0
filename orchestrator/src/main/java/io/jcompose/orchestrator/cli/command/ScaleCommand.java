package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scale}. */
@picocli.CommandLine.Command(
        description = "Runs so many containers of a service; it stays so until `up` says otherwise.",
        footer = {"", "Examples:", "  jcompose scale web=3", "  jcompose scale --no-deps web=0 worker=5"})
public final class ScaleCommand implements Command {
    @Parameters(paramLabel = "SERVICE=N", arity = "1..*", description = "How many containers of which service.")
    private Map<String, Integer> counts = new LinkedHashMap<>();

    @Option(names = "--no-deps", description = "Leave the services that these depend on alone.")
    private boolean alone;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        UpOptions options = UpOptions.scaling(counts, alone);
        Loaded loaded = options.load(session);
        return PreparedUp.of(session, loaded, options, new UpBuild(), Await.NOTHING)
                .inBackground(session);
    }
}

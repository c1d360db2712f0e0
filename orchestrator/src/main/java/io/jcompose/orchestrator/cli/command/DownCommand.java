package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.Loss;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code down}. */
@picocli.CommandLine.Command(
        description = "Stops and removes the containers and networks of a project. Volumes stay unless -v is given.",
        footer = {
            "",
            "Examples:",
            "  jcompose down                 everything but the volumes",
            "  jcompose down -v              the data in the volumes too",
            "  jcompose down --rmi local     the images that were built too",
            "  jcompose -p shop down -t 0    without a file, at once"
        })
public final class DownCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these, and what depends on them.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-v", "--volumes"},
            description = "Remove the volumes with their data too.")
    private boolean volumes;

    @Mixin
    private OrphanOptions orphans = new OrphanOptions();

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description = "Time to stop before SIGKILL, over stop_grace_period.")
    private @Nullable Long timeout;

    @Option(
            names = "--rmi",
            paramLabel = "WHICH",
            description = "Remove images too: local are those that were built and have no name of their own, or all.")
    private @Nullable String rmi;

    @Option(
            names = {"-y", "--yes"},
            description = "Remove volumes without asking.")
    private boolean yes;

    @Option(names = "--unprotect", paramLabel = "VOLUME", description = "Remove this volume although it is protected.")
    private List<String> unprotect = new ArrayList<>();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        DownAsked.Images which = images();
        String project = session.projectName();
        boolean removeOrphans = orphans.go(session);
        DownAsked asked = new DownAsked(services, volumes, which, removeOrphans, Seconds.grace(timeout));
        List<String> images = session.loaded()
                .map(loaded -> List.copyOf(asked.imagesOf(loaded.project())))
                .orElse(List.of());
        DownRequest request = new DownRequest(asked, unprotect, images);
        List<Loss> losses = volumes && services.isEmpty() ? session.client().losses(project) : List.of();
        boolean asks = session.console().terminal().in() && !yes && !session.dryRun() && !losses.isEmpty();
        if (asks && !Asked.yes(session.console(), told("This removes", losses) + ". Go on?")) {
            return 1;
        }
        Message.Result result = session.finish(session.client().down(project, request));
        if (!asks && !losses.isEmpty() && !session.dryRun()) {
            session.console().err().println(told("Removed", losses));
        }
        if (!result.value().flag("found")) {
            session.console().warn("no resource found to remove for project " + project);
        }
        Notices.show(session, result, removeOrphans);
        return 0;
    }

    private DownAsked.Images images() throws UsageException {
        if (rmi == null) {
            return DownAsked.Images.NONE;
        }
        return switch (rmi) {
            case "local" -> DownAsked.Images.LOCAL;
            case "all" -> DownAsked.Images.ALL;
            default -> throw new UsageException("unknown images: --rmi " + rmi, "one of local, all");
        };
    }

    private static String told(String verb, List<Loss> losses) {
        return losses.stream()
                .map(loss -> "volume " + loss.name() + " (" + (loss.more() ? "more than " : "")
                        + Ages.size(loss.bytes()) + ")")
                .collect(Collectors.joining(", ", verb + " ", ""));
    }
}

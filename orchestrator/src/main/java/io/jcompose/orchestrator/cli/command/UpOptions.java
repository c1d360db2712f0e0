package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code up} and {@code plan} have in common: which state is asked for. */
final class UpOptions {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services and what they depend on.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--scale", paramLabel = "SERVICE=N", description = "Run N containers of a service.")
    private Map<String, Integer> scale = new LinkedHashMap<>();

    @Mixin
    private PullOptions pull = new PullOptions();

    @Mixin
    private RecreateOptions recreate = new RecreateOptions();

    @Mixin
    private OrphanOptions orphans = new OrphanOptions();

    @Option(names = "--no-deps", description = "Leave the services that these depend on alone.")
    private boolean noDeps;

    @Option(names = "--no-start", description = "Create containers without starting them.")
    private boolean noStart;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description = "Time to stop before SIGKILL, over stop_grace_period.")
    private @Nullable Long timeout;

    @Option(names = "--locked", description = "Use the images that " + LockFile.NAME + " names, and no others.")
    private boolean locked;

    @Option(
            names = {"-y", "--yes"},
            description = "Make volumes anew that do not match the files any more, without asking; their data is lost.")
    private boolean yes;

    @Option(
            names = "--ignore-unsupported",
            description = "Start although the files ask for things that are not built yet, without these.")
    private boolean ignoreUnsupported;

    /** What is asked for, loaded, with its warnings shown. Throws {@link SpecException} when some of it is not built. */
    Loaded load(Session session) throws SpecException {
        Loaded loaded = session.load(services);
        session.warn(loaded);
        List<Problem> unsupported = Unsupported.of(loaded, services);
        if (!ignoreUnsupported && !unsupported.isEmpty()) {
            throw new SpecException(Unsupported.refused(unsupported), loaded.texts());
        }
        session.warn(unsupported, loaded.texts());
        return DefaultPlatform.applied(session, loaded);
    }

    /** Images by service that are meant whatever their references mean now: those of the lock, if it is asked for. */
    Map<String, String> pins(Session session, Loaded loaded) throws SpecException, UsageException {
        try {
            return locked ? LockFile.pins(loaded, session.console().directory()) : Map.of();
        } catch (IOException e) {
            throw new UsageException("cannot read " + LockFile.NAME + ": " + e.getMessage());
        }
    }

    /** The same, where nothing is started. */
    UpOptions withoutStart() {
        noStart = true;
        return this;
    }

    /** Only numbers of containers. */
    static UpOptions scaling(Map<String, Integer> counts, boolean alone) {
        UpOptions options = new UpOptions();
        options.services = List.copyOf(counts.keySet());
        options.scale = counts;
        options.noDeps = alone;
        return options;
    }

    /** Those that are built for: all when none is named. */
    List<String> services() {
        return services;
    }

    Map<String, Integer> scale() {
        return scale;
    }

    boolean quietPull() {
        return pull.quiet();
    }

    boolean yes() {
        return yes;
    }

    boolean noStart() {
        return noStart;
    }

    UpRequest request(Session session, Loaded loaded, Await await) throws UsageException {
        for (Map.Entry<String, Integer> entry : scale.entrySet()) {
            if (!loaded.project().services().containsKey(entry.getKey())) {
                throw new UsageException("no such service: " + entry.getKey(), "--scale takes SERVICE=N");
            }
            if (entry.getValue() < 0) {
                throw new UsageException("--scale " + entry.getKey() + "=" + entry.getValue() + " is below 0");
            }
        }
        return UpRequest.of(loaded, pull.applied(loaded.project()), asked(session), await);
    }

    private UpAsked asked(Session session) throws UsageException {
        return new UpAsked(
                new Chosen(services, noDeps),
                scale,
                recreate.asked(),
                orphans.go(session),
                noStart,
                Seconds.grace(timeout));
    }
}

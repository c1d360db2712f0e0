package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.LineProgress;
import io.jcompose.orchestrator.cli.screen.LiveProgress;
import io.jcompose.orchestrator.cli.screen.Palette;
import io.jcompose.orchestrator.cli.screen.Progress;
import io.jcompose.orchestrator.cli.screen.QuietProgress;
import io.jcompose.orchestrator.cli.screen.WithoutLayers;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DaemonLauncher;
import io.jcompose.orchestrator.client.DaemonPlace;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.credential.Credentials;
import io.jcompose.spec.Environment;
import io.jcompose.spec.Environments;
import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.ProjectName;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.explain.RawFiles;
import io.jcompose.spec.text.EnvironmentReader;
import io.jcompose.spec.text.Loader;
import io.jcompose.spec.text.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One call of the program: its surroundings and its global options, and what they lead to. */
public final class Session {
    private static final int LARGEST_INPUT = 4 << 20;

    private final Console console;
    private final Globals globals;
    private @Nullable Loaded loaded;
    private @Nullable Environments environments;
    private @Nullable String input;
    private boolean layersLeftOut;
    private Map<String, String> plan = Map.of();

    public Session(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    /** The platform that is meant where none is said, as DOCKER_DEFAULT_PLATFORM has it; null for this host's. */
    @Nullable
    String defaultPlatform() {
        String platform = console.environment().getOrDefault("DOCKER_DEFAULT_PLATFORM", "");
        return platform.isEmpty() ? null : platform;
    }

    /** Says that {@code --parallel} bounds nothing; that a number is wanted, where the variable has none, is an error. */
    public void heedParallel() throws UsageException {
        String limit = console.variable("COMPOSE_PARALLEL_LIMIT");
        if (!limit.matches("(-?[0-9]{1,9})?")) {
            throw new UsageException("COMPOSE_PARALLEL_LIMIT is no number: " + limit, "unset it: it does nothing here");
        }
        if (globals.parallel() != null) {
            console.warn("--parallel does nothing: the daemon itself bounds what it does at a time");
        }
    }

    /** Streams, environment, clock. */
    public Console console() {
        return console;
    }

    /** What was loaded in this call, for the places of errors. */
    public Optional<Loaded> loaded() {
        return Optional.ofNullable(loaded);
    }

    /** Colours for a stream that is a terminal or not. */
    public Palette palette(boolean terminal) {
        return Palette.chosen(globals.ansi(), console, terminal);
    }

    /** The project with the named services' own profiles active. */
    Loaded load(List<String> services) throws SpecException {
        return load(services, LoadOptions.ALL);
    }

    /** The same, with the steps that {@code options} ask for. */
    Loaded load(List<String> services, LoadOptions options) throws SpecException {
        Loaded fresh = Loader.load(request(globals.profiles(), services).with(options));
        loaded = fresh;
        return fresh;
    }

    /** The merged files in their own forms. */
    Written written(List<String> services, LoadOptions options) throws SpecException {
        return Loader.written(request(globals.profiles(), services).with(options));
    }

    /** The files before anything is done to them. */
    RawFiles rawFiles() throws SpecException {
        return RawFiles.read(request());
    }

    /** The profiles that the files mention, sorted. */
    Collection<String> everyProfile() throws SpecException {
        TreeSet<String> names = new TreeSet<>();
        Loader.load(request(List.of("*"), List.of()))
                .project()
                .services()
                .values()
                .forEach(service -> names.addAll(service.profiles()));
        return names;
    }

    /** What the global options ask to load. */
    LoadRequest request() throws SpecException {
        return request(globals.profiles(), List.of());
    }

    /** The same outside of any environment. */
    LoadRequest plainRequest() {
        return plainRequest(globals.profiles(), List.of());
    }

    private LoadRequest request(List<String> profiles, List<String> services) throws SpecException {
        LoadRequest plain = plainRequest(profiles, services);
        Optional<Environment> chosen = environment();
        return chosen.isPresent() ? EnvironmentReader.request(plain, environments(), chosen.get()) : plain;
    }

    /** The environments that the files declare. */
    Environments environments() throws SpecException {
        Environments known = environments;
        if (known == null) {
            known = EnvironmentReader.read(plainRequest(globals.profiles(), List.of()));
            environments = known;
        }
        return known;
    }

    /** The environment that is meant, if one is: {@code -e}, or JCOMPOSE_ENV where no project is named. */
    Optional<Environment> environment() throws SpecException {
        String option = globals.environment();
        String variable = globals.projectName() == null ? console.variable("JCOMPOSE_ENV") : "";
        String name = option == null ? variable : option;
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (globals.projectName() != null) {
            throw new SpecException(List.of(new Problem(
                    null, "", "-p " + globals.projectName() + " and -e " + name + " name two projects", "give one")));
        }
        return Optional.of(environment(name));
    }

    /** The environment of this name; that there is none is a problem. */
    Environment environment(String name) throws SpecException {
        Environments known = environments();
        Optional<Environment> found = known.find(name);
        if (found.isEmpty()) {
            String hint = known.all().isEmpty()
                    ? "declare it under x-environments of the Compose file"
                    : Nearest.hint(name, known.names()).orElse("there are " + String.join(", ", known.names()));
            throw new SpecException(
                    List.of(new Problem(null, "", "project " + known.project() + " has no environment " + name, hint)));
        }
        return found.get();
    }

    /** The project as it is in an environment. */
    Loaded load(Environment environment) throws SpecException {
        LoadRequest plain = plainRequest(globals.profiles(), List.of());
        return Loader.load(EnvironmentReader.request(plain, environments(), environment));
    }

    private LoadRequest plainRequest(List<String> profiles, List<String> services) {
        return new LoadRequest(
                globals.files(),
                console.directory(),
                globals.projectDirectory(),
                globals.projectName(),
                profiles,
                globals.envFiles(),
                console.environment(),
                services,
                this::standardInput);
    }

    /** Shows what works but surprises. */
    void warn(Loaded project) {
        warn(project.warnings(), project.texts());
    }

    /** Whether texts for a stream, a terminal or not, are coloured. */
    boolean colours(boolean terminal) {
        return palette(terminal) == Palette.COLOURED;
    }

    void warn(List<Problem> warnings, Map<String, String> texts) {
        boolean colour = colours(console.terminal().err());
        if (!warnings.isEmpty()) {
            console.err().print("warning: ");
            console.err().print(new ProblemRenderer(texts, colour).render(warnings));
        }
    }

    /** Can be read once, and some commands load twice. */
    private String standardInput() {
        String known = input;
        if (known != null) {
            return known;
        }
        try {
            String text = new String(console.in().readNBytes(LARGEST_INPUT + 1), StandardCharsets.UTF_8);
            input = text;
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the standard input failed", e);
        }
    }

    /** The project that a command is about: {@code -p}, the variable, else the one of the files. */
    String projectName() throws SpecException {
        Optional<Environment> environment = environment();
        if (environment.isPresent()) {
            return environment.get().project();
        }
        String variable = console.variable("COMPOSE_PROJECT_NAME");
        String option = globals.projectName();
        String given = option == null ? variable : option;
        if (given.isEmpty()) {
            return load(List.of()).project().name();
        }
        Optional<Problem> fault = ProjectName.fault(given, null);
        if (fault.isPresent()) {
            throw new SpecException(List.of(fault.get()));
        }
        return given;
    }

    /** A client of a daemon that listens, started when there was none. */
    DaemonClient client() throws DaemonException {
        DaemonClient client = launcher().client();
        return (globals.dryRun() ? client.dry() : client).within(plan);
    }

    /** From here on an up keeps to this plan. */
    void keepTo(Map<String, String> seal) {
        plan = seal;
    }

    /** Whether nothing is to be done but told. */
    boolean dryRun() {
        return globals.dryRun();
    }

    /** Tells what would be done to images. */
    void imagine(Iterable<String> images, String done) throws UsageException {
        try (Progress progress = progress()) {
            for (String image : images) {
                progress.show(new Message.Progress("DRY-RUN MODE - Image " + image, done, Message.Phase.DONE, ""));
            }
        }
    }

    DaemonLauncher launcher() {
        return new DaemonLauncher(place(), console.environment());
    }

    DaemonPlace place() {
        return new DaemonPlace(
                directory(globals.root(), "JCOMPOSE_ROOT", "/var/lib/jcompose"),
                directory(globals.runDirectory(), "JCOMPOSE_RUN", "/run/jcompose"));
    }

    private Path directory(@Nullable Path option, String variable, String otherwise) {
        String value = console.variable(variable);
        Path chosen = option != null ? option : Path.of(value.isEmpty() ? otherwise : value);
        return console.directory().resolve(chosen).normalize();
    }

    /** Runs work of the daemon to its end with its progress on the screen. */
    Message.Result finish(MessageStream work) throws DaemonException, UsageException {
        try (work;
                Progress progress = progress()) {
            return work.finish(progress::show);
        }
    }

    /** The same, seen by nobody. */
    Message.Result finishQuietly(MessageStream work) throws DaemonException {
        try (work) {
            return work.finish(step -> {});
        }
    }

    /** The user's accounts at registries. */
    Credentials credentials() {
        return new Credentials(console.environment(), console::warn);
    }

    Progress progress(boolean quiet) throws UsageException {
        return quiet ? new QuietProgress() : progress();
    }

    /** From here on progress shows no layers of images. */
    void leaveLayersOut() {
        layersLeftOut = true;
    }

    Progress progress() throws UsageException {
        Progress all = allProgress();
        return layersLeftOut ? new WithoutLayers(all) : all;
    }

    private Progress allProgress() throws UsageException {
        String kind = progressKind();
        Palette palette = palette(console.terminal().err());
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "", "auto" ->
                console.terminal().err() && mayRedraw()
                        ? new LiveProgress(console, palette)
                        : LineProgress.plain(console.err());
            case "tty" -> new LiveProgress(console, palette);
            case "plain" -> LineProgress.plain(console.err());
            case "json" -> LineProgress.json(console.err());
            case "quiet", "none" -> new QuietProgress();
            default ->
                throw new UsageException("unknown kind of progress: " + kind, "one of auto, tty, plain, json, quiet");
        };
    }

    private String progressKind() {
        return globals.progress() != null ? globals.progress() : console.variable("COMPOSE_PROGRESS");
    }

    /** How builds are shown: on a terminal a line for each step, else every line of output. */
    BuildScreen buildScreen(String kind, boolean quiet) throws UsageException {
        String chosen = (kind.isEmpty() ? progressKind() : kind).toLowerCase(Locale.ROOT);
        boolean redraws = console.terminal().err() && mayRedraw();
        return switch (quiet ? "quiet" : chosen) {
            case "", "auto" -> redraws ? BuildScreen.redrawn(progress()) : BuildScreen.plain(console.err());
            case "tty" -> BuildScreen.redrawn(new LiveProgress(console, palette(true)));
            case "plain" -> BuildScreen.plain(console.err());
            case "json", "rawjson" -> BuildScreen.redrawn(LineProgress.json(console.err()));
            case "quiet", "none" -> BuildScreen.SILENT;
            default ->
                throw new UsageException("there is no progress '" + chosen + "'", "auto, tty, plain, json or quiet");
        };
    }

    private boolean mayRedraw() {
        return !"never".equalsIgnoreCase(globals.ansi())
                && !console.variable("TERM").equals("dumb");
    }
}

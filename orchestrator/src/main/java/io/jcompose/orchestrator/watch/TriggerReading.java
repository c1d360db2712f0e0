package io.jcompose.orchestrator.watch;

import io.jcompose.orchestrator.watch.PathFilter.Scope;
import io.jcompose.orchestrator.watch.Trigger.Action;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.IgnorePatterns;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes rules out of {@code develop.watch}, and says what is wrong with them at their places in the files. */
public final class TriggerReading {
    /** What editors leave beside the files that they save, and what is nobody's source. */
    private static final List<String> NEVER = List.of(
            "**/.git",
            "**/.idea",
            "**/*___jb_old___",
            "**/*___jb_tmp___",
            "**/.#*",
            "**/4913",
            "**/*~",
            "**/.*.swp",
            "**/.*.swx",
            "**/.*.swo",
            "**/.*.swn");

    private final Loaded loaded;
    private final List<Trigger> triggers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private TriggerReading(Loaded loaded) {
        this.loaded = loaded;
    }

    /** The rules of these services. Throws when there is something wrong with them. */
    public static Triggers of(Loaded loaded, Collection<Service> services) throws SpecException {
        TriggerReading reading = new TriggerReading(loaded);
        for (Service service : services) {
            reading.read(service);
        }
        if (!reading.problems.isEmpty()) {
            throw new SpecException(reading.problems, loaded.texts());
        }
        return new Triggers(reading.triggers, reading.warnings);
    }

    private void read(Service service) {
        List<Value> watches = service.further().items("develop", "watch");
        if (watches.isEmpty()) {
            return;
        }
        Optional<Scope> context = context(service);
        for (int i = 0; i < watches.size(); i++) {
            if (watches.get(i) instanceof Value.Fields fields) {
                String place = "services." + service.name() + ".develop.watch[" + i + "]";
                read(service, fields, place, context);
            }
        }
    }

    private void read(Service service, Value.Fields watch, String place, Optional<Scope> context) {
        Action action = Action.of(watch.text("action"));
        if (action == Action.REBUILD && service.further().at("build").isEmpty()) {
            problem(
                    place + ".action",
                    "service " + service.name() + " is to be rebuilt, and has no `build`",
                    "add a `build`, or choose `sync` or `restart`");
        }
        Optional<Path> path = path(service, watch, place);
        List<Scope> ignored = new ArrayList<>();
        context.ifPresent(ignored::add);
        path.ifPresent(base -> {
            patterns(NEVER, base, place).ifPresent(ignored::add);
            patterns(texts(watch, "ignore"), base, place + ".ignore").ifPresent(ignored::add);
        });
        List<String> includes = texts(watch, "include");
        Trigger.@Nullable Hook hook = action == Action.SYNC_EXEC ? hook(watch, place) : null;
        if (path.isEmpty() || (action.copies() && isMounted(service, path.get()))) {
            return;
        }
        @Nullable
        Scope included = includes.isEmpty()
                ? null
                : patterns(includes, path.get(), place + ".include").orElse(null);
        triggers.add(new Trigger(
                service.name(),
                path.get(),
                action,
                target(watch.text("target")),
                new PathFilter(ignored, included),
                hook,
                watch.values().get("initial_sync") instanceof Value.Flag flag && flag.set()));
    }

    private static String target(String text) {
        return text.isEmpty() || text.startsWith("/") ? text : "/" + text;
    }

    /** Without links, as the kernel's news will name it. */
    private Optional<Path> path(Service service, Value.Fields watch, String place) {
        String text = watch.text("path");
        try {
            return Optional.of(Path.of(text).toRealPath());
        } catch (IOException | java.nio.file.InvalidPathException e) {
            problem(
                    place + ".path",
                    "cannot watch " + text + " for service " + service.name() + ": "
                            + (Files.exists(Path.of(text)) ? e.getMessage() : "no such file or directory"),
                    null);
            return Optional.empty();
        }
    }

    /** What the container has mounted it sees change by itself. */
    private boolean isMounted(Service service, Path path) {
        for (Mount mount : service.mounts()) {
            if (mount instanceof Mount.Bind bind && path.startsWith(real(Path.of(bind.source())))) {
                warnings.add("service " + service.name() + ": " + path
                        + " is not watched, as it is mounted in the container");
                return true;
            }
        }
        return false;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private Trigger.@Nullable Hook hook(Value.Fields watch, String place) {
        if (!(watch.values().get("exec") instanceof Value.Fields exec)
                || texts(exec, "command").isEmpty()) {
            problem(place, "the action `sync+exec` needs a command", "exec: {command: [...]}");
            return null;
        }
        if (Value.of(true).equals(exec.values().get("privileged"))) {
            problem(
                    place + ".exec.privileged",
                    "commands with all privileges are understood, but jcompose does not run them yet",
                    "leave `privileged` out; `user: root` may do");
        }
        List<String> environment = new ArrayList<>();
        if (exec.values().get("environment") instanceof Value.Fields variables) {
            new TreeMap<>(variables.values()).forEach((name, value) -> {
                if (value instanceof Value.Text text) {
                    environment.add(name + "=" + text.text());
                }
            });
        }
        return new Trigger.Hook(
                texts(exec, "command"), orNull(exec.text("user")), orNull(exec.text("working_dir")), environment);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static List<String> texts(Value.Fields fields, String name) {
        Value value = fields.values().get(name);
        if (value instanceof Value.Text text) {
            return List.of(text.text());
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof Value.Items items) {
            for (Value item : items.items()) {
                if (item instanceof Value.Text text) {
                    texts.add(text.text());
                }
            }
        }
        return texts;
    }

    private Optional<Scope> patterns(List<String> patterns, Path base, String place) {
        try {
            return Optional.of(new Scope(base, IgnorePatterns.of(patterns, "")));
        } catch (ContainerException e) {
            problem(place, String.valueOf(e.getMessage()).replaceFirst("^: ", ""), null);
            return Optional.empty();
        }
    }

    /**
     * The {@code .dockerignore} of the service's build. One that leaves out everything but exceptions says what a build
     * needs, not what is edited: as in Docker Compose it leaves nothing out here.
     */
    private Optional<Scope> context(Service service) {
        Optional<String> context = service.further().text("build", "context").filter(text -> text.startsWith("/"));
        if (context.isEmpty()) {
            return Optional.empty();
        }
        Path directory = real(Path.of(context.get()));
        String dockerfile = service.further().text("build", "dockerfile").orElse("Dockerfile");
        for (Path file : List.of(directory.resolve(dockerfile + ".dockerignore"), directory.resolve(".dockerignore"))) {
            if (Files.isRegularFile(file)) {
                return read(file, directory, service);
            }
        }
        return Optional.empty();
    }

    private Optional<Scope> read(Path file, Path directory, Service service) {
        String place = "services." + service.name() + ".build";
        try {
            String text = Files.readString(file);
            return text.lines().map(String::strip).anyMatch("*"::equals)
                    ? Optional.empty()
                    : Optional.of(new Scope(directory, IgnorePatterns.read(file.toString(), text)));
        } catch (IOException e) {
            problem(place, "cannot read " + file + ": " + e.getMessage(), null);
        } catch (ContainerException e) {
            problem(place, String.valueOf(e.getMessage()), null);
        }
        return Optional.empty();
    }

    private void problem(String path, String message, @Nullable String hint) {
        problems.add(new Problem(loaded.sources().at(path).orElse(null), path, message, hint));
    }
}

package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.build.dockerfile.Command;
import io.jcompose.runtime.build.dockerfile.Heredoc;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the instructions of one stage, one after the other: each changes the settings, and may be a step. */
public final class StageReading {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}(-\\d{1,5})?(/(tcp|udp|sctp))?");

    private final Settings settings;
    private final Scope scope;
    private final StepReading steps;
    private boolean commandSet;

    /**
     * @param stage number of the stage
     * @param settings of the base image; changed here
     * @param given build arguments
     * @param commands what commands get that say nothing else
     */
    public StageReading(
            StageGraph graph, int stage, Settings settings, Map<String, String> given, BuildRequest.Commands commands) {
        this.settings = settings;
        this.scope = new Scope(graph.file().directives().escape(), given, graph.arguments(), settings);
        this.steps = new StepReading(graph.names(), stage, settings, scope, commands);
    }

    public Settings settings() {
        return settings;
    }

    /** What must be done for an instruction; empty when it only says something about the image. */
    public Optional<Step> read(Instruction instruction) throws Malformed {
        if (instruction instanceof Instruction.Run run) {
            return Optional.of(steps.run(run));
        }
        if (instruction instanceof Instruction.Copy copy) {
            return Optional.of(steps.copy(copy));
        }
        if (instruction instanceof Instruction.Workdir workdir) {
            settings.workingDirectory = steps.absolute(scope.word(workdir.path()));
            return Optional.of(new Step.Directory(
                    workdir.written().place(), workdir.written().text(), settings.workingDirectory, settings.user));
        }
        if (instruction instanceof Instruction.Arg arg) {
            scope.declare(arg);
        } else if (instruction instanceof Instruction.Env env) {
            settings.environment.putAll(pairs(env.settings()));
        } else if (instruction instanceof Instruction.Label label) {
            settings.labels.putAll(pairs(label.settings()));
        } else {
            readRest(instruction);
        }
        return Optional.empty();
    }

    private void readRest(Instruction instruction) throws Malformed {
        if (instruction instanceof Instruction.Cmd cmd) {
            settings.command = words(cmd.command());
            commandSet = true;
        } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
            settings.entrypoint = words(entrypoint.command());
            if (!commandSet) {
                // The base image's would be arguments of something else now.
                settings.command = null;
            }
        } else if (instruction instanceof Instruction.Shell shell) {
            settings.shell = shell.words();
        } else if (instruction instanceof Instruction.Healthcheck healthcheck) {
            settings.healthcheck = health(healthcheck);
        } else if (instruction instanceof Instruction.OnBuild onBuild) {
            settings.triggers.add(onBuild.trigger());
        } else if (instruction instanceof Instruction.Expose expose) {
            expose(expose);
        } else if (instruction instanceof Instruction.Volume volume) {
            for (String path : volume.paths()) {
                settings.volumes.add(filled(scope.word(path), "VOLUME"));
            }
        } else if (instruction instanceof Instruction.User user) {
            settings.user = filled(scope.word(user.user()), "USER");
        } else if (instruction instanceof Instruction.StopSignal signal) {
            settings.stopSignal = signal(scope.word(signal.signal()));
        } else if (instruction instanceof Instruction.Maintainer maintainer) {
            settings.author = maintainer.name();
        }
    }

    private static String filled(String value, String keyword) throws Malformed {
        if (value.isBlank()) {
            throw new Malformed(keyword + " is empty when its variables are put in");
        }
        return value;
    }

    private static String signal(String text) throws Malformed {
        if (!text.matches("(SIG)?[A-Z][A-Z0-9+-]{1,12}|\\d{1,2}")) {
            throw new Malformed("'" + text + "' is no signal, as SIGTERM or 15");
        }
        return text;
    }

    private Map<String, String> pairs(List<Instruction.Setting> written) throws Malformed {
        Map<String, String> values = new LinkedHashMap<>();
        for (Instruction.Setting setting : written) {
            String name = scope.word(setting.name());
            if (name.isEmpty()) {
                throw new Malformed("the name '" + setting.name() + "' is empty when its variables are put in");
            }
            @Nullable String value = setting.value();
            values.put(name, value == null ? "" : scope.word(value));
        }
        return values;
    }

    private List<String> words(Command command) {
        if (command instanceof Command.Exec exec) {
            return exec.words();
        }
        List<String> words = new ArrayList<>(settings.shellWords());
        words.add(((Command.Shell) command).line());
        return List.copyOf(words);
    }

    private static Settings.Health health(Instruction.Healthcheck healthcheck) {
        Command command = healthcheck.command();
        if (command == null) {
            return new Settings.Health(List.of("NONE"), Map.of());
        }
        List<String> test = new ArrayList<>();
        if (command instanceof Command.Exec exec) {
            test.add("CMD");
            test.addAll(exec.words());
        } else {
            test.add("CMD-SHELL");
            test.add(((Command.Shell) command).line());
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("interval", "Interval");
        names.put("timeout", "Timeout");
        names.put("start-period", "StartPeriod");
        names.put("start-interval", "StartInterval");
        names.put("retries", "Retries");
        names.forEach((flag, name) -> {
            Long value = healthcheck.flags().get(flag);
            if (value != null) {
                numbers.put(name, value);
            }
        });
        return new Settings.Health(List.copyOf(test), numbers);
    }

    private void expose(Instruction.Expose expose) throws Malformed {
        for (String written : expose.ports()) {
            for (String port : scope.words(written)) {
                String lower = port.toLowerCase(java.util.Locale.ROOT);
                if (!PORT.matcher(lower).matches()) {
                    throw new Malformed("'" + port + "' is no port, as 80, 53/udp or 8000-8010");
                }
                settings.ports.addAll(each(lower));
            }
        }
    }

    /** A configuration knows no ranges: each port stands there. */
    private static List<String> each(String port) throws Malformed {
        int slash = port.indexOf('/');
        String protocol = slash < 0 ? "/tcp" : port.substring(slash);
        String[] ends = (slash < 0 ? port : port.substring(0, slash)).split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (first > last || last > 65_535) {
            throw new Malformed("'" + port + "' is no range of ports: they go up, to 65535");
        }
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> number + protocol)
                .toList();
    }

    /** A document of COPY with its variables put in. */
    static String content(Heredoc document, Scope scope) throws Malformed {
        return document.expand() ? scope.document(document.text()) : document.text();
    }
}

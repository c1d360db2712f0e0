package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.build.dockerfile.Command;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What builds and surprises later: rules of BuildKit's build checks, by their names there. */
public final class Habits {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(^|_)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)");
    private static final Pattern PUBLIC = Pattern.compile("(?i)(^|_)public(_|$)|_file$");
    private static final Pattern LEGACY = Pattern.compile("(?is)\\w+\\s+[^\\s=]+\\s.*");

    private final List<Habit> found = new ArrayList<>();
    private final Set<String> stages = new HashSet<>();

    /**
     * One of them.
     *
     * @param rule its name in BuildKit
     */
    public record Habit(Place place, String rule, String sentence) {}

    private Habits() {}

    public static List<Habit> of(Dockerfile file) {
        Habits habits = new Habits();
        for (Instruction.Arg arg : file.arguments()) {
            habits.secrets(arg, arg.settings());
        }
        for (Dockerfile.Stage stage : file.stages()) {
            habits.stage(stage);
        }
        return List.copyOf(habits.found);
    }

    private void add(Instruction at, String rule, String sentence) {
        found.add(new Habit(at.written().place(), rule, sentence));
    }

    private void stage(Dockerfile.Stage stage) {
        from(stage.from());
        Set<String> seen = new HashSet<>();
        boolean anchored = false;
        boolean hasShell = stage.instructions().stream().anyMatch(Instruction.Shell.class::isInstance);
        for (Instruction instruction : stage.instructions()) {
            if (instruction instanceof Instruction.Workdir workdir) {
                if (!anchored && !workdir.path().matches("[/$].*")) {
                    add(
                            workdir,
                            "WorkdirRelativePath",
                            "the directory '" + workdir.path() + "' depends on the base image: make it absolute");
                }
                anchored = true;
            } else if (instruction instanceof Instruction.Cmd cmd) {
                once(cmd, "CMD", seen);
                exec(cmd, "CMD", cmd.command(), hasShell);
            } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
                once(entrypoint, "ENTRYPOINT", seen);
                exec(entrypoint, "ENTRYPOINT", entrypoint.command(), hasShell);
            } else if (instruction instanceof Instruction.Healthcheck healthcheck) {
                once(healthcheck, "HEALTHCHECK", seen);
            } else {
                words(instruction);
            }
        }
    }

    private void from(Instruction.From from) {
        if (!from.name().isEmpty() && !stages.add(from.name())) {
            add(from, "DuplicateStageName", "there is a stage '" + from.name() + "' already: --from finds only one");
        }
        if (!from.name().isEmpty() && !from.written().text().strip().endsWith(from.name())) {
            add(from, "StageNameCasing", "a stage is called in lower case: '" + from.name() + "'");
        }
        if (from.platform().matches("\\$\\{?TARGETPLATFORM\\}?")) {
            add(from, "RedundantTargetPlatform", "the platform of the target is the usual one: take the flag away");
        } else if (!from.platform().isEmpty() && !from.platform().contains("$")) {
            add(
                    from,
                    "FromPlatformFlagConstDisallowed",
                    "the platform " + from.platform() + " binds the file to one architecture");
        }
    }

    private void once(Instruction instruction, String keyword, Set<String> seen) {
        if (!seen.add(keyword)) {
            add(
                    instruction,
                    "MultipleInstructionsDisallowed",
                    "there is a " + keyword + " before in this stage: only the last one counts");
        }
    }

    private void exec(Instruction instruction, String keyword, Command command, boolean hasShell) {
        if (command instanceof Command.Shell && !hasShell) {
            add(
                    instruction,
                    "JSONArgsRecommended",
                    "a shell stands between the program and its signals: write " + keyword
                            + " [\"program\", \"word\"]");
        }
    }

    private void words(Instruction instruction) {
        if (instruction instanceof Instruction.Maintainer maintainer) {
            add(
                    maintainer,
                    "MaintainerDeprecated",
                    "MAINTAINER is out of use: LABEL org.opencontainers.image.authors=\"...\"");
        } else if (instruction instanceof Instruction.Arg arg) {
            secrets(arg, arg.settings());
        } else if (instruction instanceof Instruction.Env env) {
            secrets(env, env.settings());
            legacy(env, env.settings());
        } else if (instruction instanceof Instruction.Label label) {
            legacy(label, label.settings());
        }
    }

    private void secrets(Instruction instruction, List<Instruction.Setting> settings) {
        for (Instruction.Setting setting : settings) {
            if (SECRET.matcher(setting.name()).find()
                    && !PUBLIC.matcher(setting.name()).find()) {
                add(
                        instruction,
                        "SecretsUsedInArgOrEnv",
                        "'" + setting.name() + "' stays in the image for everybody: RUN --mount=type=secret");
            }
        }
    }

    private void legacy(Instruction instruction, List<Instruction.Setting> settings) {
        String text = instruction.written().text();
        if (settings.size() == 1 && LEGACY.matcher(text).matches()) {
            String name = settings.get(0).name();
            String keyword = text.substring(0, text.indexOf(name)).strip().toUpperCase(Locale.ROOT);
            add(instruction, "LegacyKeyValueFormat", "write " + keyword + " " + name + "=value");
        }
    }
}

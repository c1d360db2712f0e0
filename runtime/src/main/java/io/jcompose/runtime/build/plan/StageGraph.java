package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.Expansion;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import io.jcompose.runtime.build.dockerfile.Mistakes;
import io.jcompose.runtime.build.dockerfile.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stages of a Dockerfile and what each of them begins with and takes from others.
 *
 * @param bases where each stage begins
 * @param needed stages that the target needs, itself among them, with those that each of them waits for
 * @param arguments values of what stands before the first FROM
 */
public record StageGraph(
        Dockerfile file,
        Map<Integer, Origin> bases,
        SortedMap<Integer, Set<Integer>> needed,
        int target,
        Map<String, String> arguments,
        Names names) {

    /** Looks up names in {@code FROM}, {@code --from} and {@code from=}. */
    public static final class Names {
        private final Dockerfile file;
        private final Set<String> contexts;
        private final Map<String, Integer> stages = new HashMap<>();

        Names(Dockerfile file, Set<String> contexts) {
            this.file = file;
            this.contexts = contexts;
            file.stages().stream()
                    .filter(stage -> !stage.from().name().isEmpty())
                    .forEach(stage -> stages.put(stage.from().name(), stage.number()));
        }

        /** What a source is called; {@code stage} is the one that asks. */
        public Origin source(String name, int stage) throws Malformed {
            if (name.isEmpty()) {
                return new Origin.OfContext("");
            }
            if (contexts.contains(name)) {
                return new Origin.OfContext(name);
            }
            Integer found = stages.get(name.toLowerCase(Locale.ROOT));
            if (found == null && name.matches("\\d{1,9}")) {
                found = Integer.valueOf(name);
                if (found >= file.stages().size()) {
                    throw new Malformed("there is no stage " + name + ": the file has "
                            + file.stages().size() + ", counted from 0");
                }
            }
            if (found == null) {
                return new Origin.OfImage(name);
            }
            if (found == stage) {
                throw new Malformed("the stage '" + name + "' cannot take files from itself");
            }
            return new Origin.OfStage(found);
        }

        /** What a stage begins with: of stages only those before it. */
        Origin base(String name, int stage) {
            if (contexts.contains(name)) {
                return new Origin.OfContext(name);
            }
            for (int before = stage - 1; before >= 0; before--) {
                if (file.stages().get(before).from().name().equals(name.toLowerCase(Locale.ROOT))) {
                    return new Origin.OfStage(before);
                }
            }
            return name.equals("scratch") ? new Origin.Scratch() : new Origin.OfImage(name);
        }
    }

    /**
     * @param given values of {@code --build-arg}, and those that are always there
     * @param target name or number of a stage; empty for the last
     * @param contexts names of further contexts, which win over stages and images
     */
    public static StageGraph of(Dockerfile file, Map<String, String> given, String target, Set<String> contexts)
            throws ContainerException {
        Mistakes mistakes = new Mistakes(file.file(), file.text());
        Names names = new Names(file, contexts);
        Map<String, String> arguments = arguments(file, given, mistakes);
        Map<Integer, Origin> bases = new HashMap<>();
        Map<Integer, Set<Integer>> waits = new HashMap<>();
        for (Dockerfile.Stage stage : file.stages()) {
            try {
                Origin base = base(file, stage, arguments, names);
                bases.put(stage.number(), base);
                waits.put(stage.number(), waits(stage, base, names, mistakes));
            } catch (Malformed e) {
                mistakes.add(stage.from().written().place(), String.valueOf(e.getMessage()));
            }
        }
        mistakes.check();
        int last = number(file, target);
        TreeMap<Integer, Set<Integer>> needed = new TreeMap<>();
        addNeeded(file, last, waits, needed, new LinkedHashSet<>());
        return new StageGraph(file, bases, needed, last, arguments, names);
    }

    private static Map<String, String> arguments(Dockerfile file, Map<String, String> given, Mistakes mistakes) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (Platforms.NAMES.contains(name)) {
                values.put(name, value);
            }
        });
        for (Instruction.Arg arg : file.arguments()) {
            for (Instruction.Setting setting : arg.settings()) {
                String value = given.get(setting.name());
                try {
                    String written = setting.value();
                    if (value == null && written != null) {
                        value = new Expansion(file.directives().escape(), values).word(written);
                    }
                } catch (Malformed e) {
                    mistakes.add(arg.written().place(), String.valueOf(e.getMessage()));
                }
                if (value != null) {
                    values.put(setting.name(), value);
                }
            }
        }
        return values;
    }

    private static Origin base(Dockerfile file, Dockerfile.Stage stage, Map<String, String> arguments, Names names)
            throws Malformed {
        Expansion expansion = new Expansion(file.directives().escape(), arguments);
        String name = expansion.word(stage.from().image());
        if (name.isBlank()) {
            throw new Malformed("the base image '" + stage.from().image()
                    + "' is empty: an ARG in it has no value; give it one before FROM, or with --build-arg");
        }
        String platform = expansion.word(stage.from().platform());
        if (!platform.isEmpty()) {
            Platforms.check(platform);
        }
        return names.base(name, stage.number());
    }

    private static Set<Integer> waits(Dockerfile.Stage stage, Origin base, Names names, Mistakes mistakes) {
        Set<Integer> waits = new HashSet<>();
        if (base instanceof Origin.OfStage other) {
            waits.add(other.number());
        }
        for (Instruction instruction : stage.instructions()) {
            try {
                for (String source : sources(instruction)) {
                    if (names.source(source, stage.number()) instanceof Origin.OfStage other) {
                        waits.add(other.number());
                    }
                }
            } catch (Malformed e) {
                Place place = instruction.written().place();
                mistakes.add(place, String.valueOf(e.getMessage()));
            }
        }
        return waits;
    }

    private static List<String> sources(Instruction instruction) {
        List<String> sources = new ArrayList<>();
        if (instruction instanceof Instruction.Copy copy) {
            sources.add(copy.from());
        } else if (instruction instanceof Instruction.Run run) {
            run.mounts().forEach(mount -> sources.add(mount.getOrDefault("from", "")));
        }
        return sources;
    }

    /** Whether a command of a needed stage has a cache. */
    public boolean hasCaches() {
        return needed.keySet().stream()
                .flatMap(stage -> file.stages().get(stage).instructions().stream())
                .filter(Instruction.Run.class::isInstance)
                .flatMap(run -> ((Instruction.Run) run).mounts().stream())
                .anyMatch(mount -> "cache".equals(mount.get("type")));
    }

    private static int number(Dockerfile file, String target) throws ContainerException {
        if (target.isEmpty()) {
            return file.stages().size() - 1;
        }
        for (Dockerfile.Stage stage : file.stages()) {
            if (stage.from().name().equals(target.toLowerCase(Locale.ROOT))
                    || Integer.toString(stage.number()).equals(target)) {
                return stage.number();
            }
        }
        List<String> known = file.stages().stream()
                .map(stage -> stage.from().name())
                .filter(name -> !name.isEmpty())
                .toList();
        throw new ContainerException(file.file() + " has no stage '" + target + "'"
                + (known.isEmpty() ? "; none of its stages has a name" : "; it has " + String.join(", ", known)));
    }

    /** Depth first, without recursion deeper than the count of stages, which a file bounds. */
    private static void addNeeded(
            Dockerfile file,
            int stage,
            Map<Integer, Set<Integer>> waits,
            Map<Integer, Set<Integer>> needed,
            Set<Integer> way)
            throws ContainerException {
        if (needed.containsKey(stage)) {
            return;
        }
        Place place = file.stages().get(stage).from().written().place();
        if (!way.add(stage)) {
            throw file.refused(place, "this stage waits for itself, by way of the stages that it takes files from");
        }
        if (way.size() > MOST_DEEP) {
            throw file.refused(place, "more than " + MOST_DEEP + " stages wait for each other in a row");
        }
        Set<Integer> before = waits.getOrDefault(stage, Set.of());
        for (int other : before) {
            addNeeded(file, other, waits, needed, way);
        }
        way.remove(stage);
        needed.put(stage, before);
    }

    private static final int MOST_DEEP = 500;
}

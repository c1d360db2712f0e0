package io.jcompose.runtime.build.dockerfile;

import io.jcompose.runtime.build.dockerfile.Instruction.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one instruction out of its line (Dockerfile reference; BuildKit's instructions package). */
final class InstructionReader {
    private static final List<String> KEYWORDS = List.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Set<String> COPY_FLAGS = Set.of("from", "chown", "chmod", "link", "parents", "exclude");
    private static final Set<String> ADD_FLAGS =
            Set.of("chown", "chmod", "link", "checksum", "exclude", "keep-git-dir", "unpack");
    private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9-_.]*+");
    private static final Set<String> RESERVED = Set.of("context", "scratch");

    /** Fills the documents of a line with their content. */
    @FunctionalInterface
    interface Documents {
        List<Heredoc> read(List<Heredoc> announced) throws Malformed;
    }

    private final char escape;

    InstructionReader(char escape) {
        this.escape = escape;
    }

    Instruction read(LogicalLine line, Documents documents) throws Malformed {
        return read(line.text(), line.at(0), documents);
    }

    /** An instruction that stands behind ONBUILD, of this file or of an image. */
    Instruction trigger(String text, Place place) throws Malformed {
        return read(text, place, announced -> {
            if (announced.isEmpty()) {
                return announced;
            }
            throw new Malformed("a document (<<) cannot stand behind ONBUILD");
        });
    }

    private Instruction read(String text, Place place, Documents documents) throws Malformed {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String keyword = text.substring(0, end).toUpperCase(Locale.ROOT);
        if (!KEYWORDS.contains(keyword)) {
            throw new Malformed(
                    "there is no instruction '" + shortened(text.substring(0, end)) + "'" + nearest(keyword));
        }
        Arguments arguments = new Arguments(keyword, text, end, escape);
        Written written = new Written(place, text);
        return switch (keyword) {
            case "FROM" -> from(written, arguments);
            case "RUN" -> run(written, arguments, documents);
            case "COPY", "ADD" -> copy(written, arguments, documents);
            case "HEALTHCHECK" -> new HealthcheckReader(arguments).read(written);
            case "ONBUILD" -> onBuild(written, arguments);
            default -> {
                arguments.readFlags(Set.of(), Set.of());
                yield simple(keyword, written, arguments);
            }
        };
    }

    private static Instruction simple(String keyword, Written written, Arguments arguments) throws Malformed {
        return switch (keyword) {
            case "ARG" -> new Instruction.Arg(written, arguments.optionalSettings());
            case "ENV" -> new Instruction.Env(written, arguments.settings());
            case "LABEL" -> new Instruction.Label(written, arguments.settings());
            case "CMD" -> new Instruction.Cmd(written, filled(arguments));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(written, filled(arguments));
            case "SHELL" -> new Instruction.Shell(written, shell(arguments));
            case "EXPOSE" -> new Instruction.Expose(written, some(arguments.blankSeparated(), arguments, "a port"));
            case "VOLUME" -> new Instruction.Volume(written, some(arguments.list(), arguments, "a path"));
            case "USER" -> new Instruction.User(written, arguments.single("a user"));
            case "WORKDIR" -> new Instruction.Workdir(written, arguments.single("a path"));
            case "STOPSIGNAL" -> new Instruction.StopSignal(written, arguments.single("a signal"));
            default -> new Instruction.Maintainer(written, arguments.single("a name"));
        };
    }

    private static Command filled(Arguments arguments) throws Malformed {
        if (arguments.isEmpty()) {
            throw arguments.wrong("needs a command; [] takes away that of the base image");
        }
        return arguments.command();
    }

    private static List<String> shell(Arguments arguments) throws Malformed {
        if (!(arguments.command() instanceof Command.Exec exec) || exec.words().isEmpty()) {
            throw arguments.wrong("needs a JSON list, as [\"/bin/bash\", \"-c\"]");
        }
        return exec.words();
    }

    private static List<String> some(List<String> values, Arguments arguments, String what) throws Malformed {
        if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
            throw arguments.wrong("needs at least " + what);
        }
        return values;
    }

    private static Instruction from(Written written, Arguments arguments) throws Malformed {
        arguments.readFlags(Set.of("platform"), Set.of());
        List<String> words = arguments.blankSeparated();
        String platform = arguments.flag("platform").orElse("");
        if (words.size() == 1) {
            return new Instruction.From(written, words.get(0), "", platform);
        }
        if (words.size() != 3 || !words.get(1).equalsIgnoreCase("AS")) {
            throw arguments.wrong("is written as FROM image, or FROM image AS name");
        }
        String name = words.get(2).toLowerCase(Locale.ROOT);
        if (!STAGE.matcher(name).matches() || RESERVED.contains(name)) {
            throw arguments.wrong(
                    "cannot call a stage '" + words.get(2)
                            + "': a name begins with a letter and has letters, digits, '-', '_' and '.'; context and scratch are taken");
        }
        return new Instruction.From(written, words.get(0), name, platform);
    }

    private static Instruction run(Written written, Arguments arguments, Documents documents) throws Malformed {
        arguments.readFlags(Set.of("mount", "network", "security"), Set.of("mount"));
        String security = arguments.flag("security").orElse("sandbox");
        if (!security.equals("sandbox")) {
            throw arguments.wrong("with --security=" + security + " is not done here: a build gets no privileges;"
                    + " take the flag away");
        }
        String network = arguments.flag("network").orElse("");
        if (!Set.of("", "default", "none", "host").contains(network)) {
            throw arguments.wrong("has --network=" + network + ", which must be default, none or host");
        }
        if (arguments.isEmpty()) {
            throw arguments.wrong("needs a command");
        }
        List<Map<String, String>> mounts = new ArrayList<>();
        for (String mount : arguments.flags("mount")) {
            mounts.add(MountFields.read(mount, arguments));
        }
        Command command = arguments.command();
        List<Heredoc> read =
                command instanceof Command.Shell ? documents.read(Heredocs.announced(arguments.rest(), 0)) : List.of();
        return new Instruction.Run(written, command, read, List.copyOf(mounts), network);
    }

    private static Instruction copy(Written written, Arguments arguments, Documents documents) throws Malformed {
        boolean add = written.text().regionMatches(true, 0, "ADD", 0, 3);
        arguments.readFlags(add ? ADD_FLAGS : COPY_FLAGS, Set.of("exclude"));
        for (String flag : List.of("link", "parents", "keep-git-dir")) {
            arguments.checkIsFlag(flag);
        }
        Optional<List<String>> json = JsonWords.read(arguments.rest().strip());
        List<String> words = json.isPresent() ? json.get() : arguments.blankSeparated();
        if (words.size() < 2) {
            throw arguments.wrong("needs a source and a target");
        }
        List<Heredoc> read = json.isPresent() ? List.of() : documents.read(Heredocs.announced(arguments.rest(), 0));
        List<String> sources = new ArrayList<>();
        for (String word : words.subList(0, words.size() - 1)) {
            if (json.isPresent() || Heredocs.announced(word).isEmpty()) {
                sources.add(word);
            }
        }
        return new Instruction.Copy(
                written,
                add,
                List.copyOf(sources),
                read,
                words.get(words.size() - 1),
                arguments.flags(
                        Set.of("from", "chown", "chmod", "link", "parents", "checksum", "keep-git-dir", "unpack")),
                arguments.flags("exclude"));
    }

    private Instruction onBuild(Written written, Arguments arguments) throws Malformed {
        arguments.readFlags(Set.of(), Set.of());
        String trigger = arguments.single("an instruction");
        String keyword = trigger.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        if (Set.of("ONBUILD", "FROM", "MAINTAINER").contains(keyword)) {
            throw arguments.wrong("cannot be followed by " + keyword);
        }
        var unused = trigger(trigger, written.place());
        return new Instruction.OnBuild(written, trigger);
    }

    private static String shortened(String word) {
        return word.length() > 40 ? word.substring(0, 40) + "..." : word;
    }

    private static String nearest(String word) {
        return KEYWORDS.stream()
                .filter(keyword -> Distance.between(keyword, shortened(word)) <= 2)
                .findFirst()
                .map(keyword -> "; did you mean " + keyword + "?")
                .orElse("");
    }
}

package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.build.context.RelativePath;
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

/** Reads RUN, COPY and ADD: everything that depends on variables is put in. */
final class StepReading {
    private static final Pattern URL = Pattern.compile("(?i)https?://.*");
    /** Where the scripts of documents stand while they run: a directory in memory. */
    static final String SCRIPTS = "/dev/pipes/";

    private final StageGraph.Names names;
    private final int stage;
    private final Settings settings;
    private final Scope scope;
    private final BuildRequest.Commands commands;

    StepReading(StageGraph.Names names, int stage, Settings settings, Scope scope, BuildRequest.Commands commands) {
        this.names = names;
        this.stage = stage;
        this.settings = settings;
        this.scope = scope;
        this.commands = commands;
    }

    /** A path of the image, absolute and without dots; a slash at its end stays. */
    String absolute(String path) {
        boolean folder = path.endsWith("/") || path.endsWith("/.") || path.equals(".");
        String whole = path.startsWith("/") ? path : settings.workingDirectory() + "/" + path;
        String cleaned = "/" + RelativePath.cleaned(whole);
        return folder && path.endsWith("/") && cleaned.length() > 1 ? cleaned + "/" : cleaned;
    }

    Step.Run run(Instruction.Run run) throws Malformed {
        MountReading mounts = new MountReading(names, stage, scope, this::absolute);
        List<RunMount> read = new ArrayList<>();
        for (Map<String, String> fields : run.mounts()) {
            read.add(mounts.read(fields));
        }
        List<Heredoc> scripts = new ArrayList<>();
        List<String> command = command(run, scripts);
        return new Step.Run(
                run.written().place(),
                title(run),
                command,
                scope.variables(),
                scope.proxies(),
                settings.user,
                settings.workingDirectory(),
                List.copyOf(read),
                List.copyOf(scripts),
                network(run.network()));
    }

    /** Who builds says what the usual is; a Dockerfile alone does not get into the host's network. */
    private String network(String written) throws Malformed {
        if (written.isEmpty() || written.equals("default")) {
            return commands.network();
        }
        boolean allowed =
                commands.network().equals("host") || commands.allowed().contains(BuildRequest.Commands.HOST_NETWORK);
        if (written.equals("host") && !allowed) {
            throw new Malformed("RUN --network=host is not allowed by who builds: --allow network.host"
                    + " or build.entitlements: [network.host]");
        }
        return written;
    }

    private static String title(Instruction instruction) {
        return instruction.written().text();
    }

    private List<String> command(Instruction.Run run, List<Heredoc> scripts) {
        if (run.command() instanceof Command.Exec exec) {
            return exec.words();
        }
        String line = ((Command.Shell) run.command()).line();
        List<String> words = new ArrayList<>(settings.shellWords());
        if (run.documents().size() == 1 && line.strip().matches("<<-?\\s*\\S+")) {
            Heredoc document = run.documents().get(0);
            if (document.text().startsWith("#!")) {
                scripts.add(document);
                return List.of(SCRIPTS + document.name());
            }
            words.add(document.text());
            return List.copyOf(words);
        }
        StringBuilder text = new StringBuilder(line);
        for (Heredoc document : run.documents()) {
            text.append('\n').append(document.content()).append(document.name());
        }
        words.add(text.toString());
        return List.copyOf(words);
    }

    Step.Copy copy(Instruction.Copy copy) throws Malformed {
        List<String> sources = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        for (String written : copy.sources()) {
            String source = scope.word(written);
            Optional<GitPlace> repository = GitPlace.remote(source);
            if (repository.isPresent() && repository.get().fault().isPresent()) {
                throw new Malformed(
                        "'" + source + "': " + repository.get().fault().get());
            }
            if (repository.isPresent() || URL.matcher(source).matches()) {
                urls.add(source);
            } else {
                sources.add(source);
            }
        }
        if (!copy.add() && !urls.isEmpty()) {
            throw new Malformed("COPY takes no URL; ADD does");
        }
        Map<String, String> documents = new LinkedHashMap<>();
        for (Heredoc document : copy.documents()) {
            documents.put(RelativePath.name(document.name()), StageReading.content(document, scope));
        }
        String target = scope.word(copy.target());
        if (target.isEmpty()) {
            throw new Malformed("the target '" + copy.target() + "' is empty when its variables are put in");
        }
        return new Step.Copy(
                copy.written().place(),
                title(copy),
                names.source(copy.from(), stage),
                List.copyOf(sources),
                List.copyOf(urls),
                documents,
                folderOrFile(target),
                scope.word(copy.flags().getOrDefault("chown", "")),
                scope.word(copy.flags().getOrDefault("chmod", "")),
                scope.word(copy.flags().getOrDefault("checksum", "")),
                copy.exclude(),
                copy.has("link"),
                copy.has("parents"),
                unpack(copy),
                copy.has("keep-git-dir"));
    }

    /** What comes by a URL stays packed unless the flag says otherwise. */
    private static Step.Unpack unpack(Instruction.Copy copy) {
        String flag = copy.flags().getOrDefault("unpack", "");
        if (!copy.add() || flag.equals("false")) {
            return Step.Unpack.NONE;
        }
        return flag.isEmpty() ? Step.Unpack.OF_CONTEXT : Step.Unpack.ALL;
    }

    /** {@code .} and {@code ..} at the end are directories, too. */
    private String folderOrFile(String target) {
        String last = RelativePath.name(target);
        boolean dots = last.equals(".") || last.equals("..");
        String path = absolute(target);
        return dots && !path.endsWith("/") ? path + "/" : path;
    }
}

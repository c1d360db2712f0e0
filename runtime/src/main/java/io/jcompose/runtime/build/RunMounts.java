package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.build.context.IgnorePatterns;
import io.jcompose.runtime.build.context.Selection;
import io.jcompose.runtime.build.dockerfile.Place;
import io.jcompose.runtime.build.plan.CacheKey;
import io.jcompose.runtime.build.plan.Origin;
import io.jcompose.runtime.build.plan.RunMount;
import io.jcompose.runtime.build.plan.Step;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is mounted for one RUN; closing it takes back what was made for it. */
final class RunMounts implements AutoCloseable {
    private static final int SCRIPT_MODE = 0755;
    private static final int HALF_OPEN = 01777;

    private final Kernel kernel;
    private final BuildRequest request;
    private final Sources sources;
    private final Sources.States states;
    private final Views views;
    private final BuildLayout layout;
    private final CacheMounts caches;
    private final List<ContainerMount> mounts = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Path> taken = new ArrayList<>();
    private final List<Path> made = new ArrayList<>();
    private final List<AgentSocket> agents = new ArrayList<>();

    RunMounts(
            Kernel kernel,
            BuildRequest request,
            Sources sources,
            Sources.States states,
            Views views,
            BuildLayout layout,
            CacheMounts caches) {
        this.kernel = kernel;
        this.request = request;
        this.sources = sources;
        this.states = states;
        this.views = views;
        this.layout = layout;
        this.caches = caches;
    }

    List<ContainerMount> mounts() {
        return List.copyOf(mounts);
    }

    /** Variables that hold secrets. */
    Map<String, String> environment() {
        return environment;
    }

    /** What the bound files are, by target, for the key of the step. */
    Map<String, String> contents(Step.Run run) throws IOException, ContainerException {
        Map<String, String> contents = new LinkedHashMap<>();
        for (RunMount mount : run.mounts()) {
            if (mount instanceof RunMount.Bind bind) {
                contents.put(bind.target(), content(bind.origin(), bind.source()));
            } else if (mount instanceof RunMount.Cache cache && cache.seed().isPresent()) {
                contents.put(cache.target(), seed(cache));
            }
        }
        return contents;
    }

    private String seed(RunMount.Cache cache) throws IOException, ContainerException {
        Optional<RunMount.Seed> seed = cache.seed();
        return seed.isEmpty()
                ? ""
                : seed.get().source() + " "
                        + content(seed.get().origin(), seed.get().source());
    }

    private String content(Origin origin, String source) throws IOException, ContainerException {
        if (sources.isLayered(origin)) {
            return String.join(" ", states.of(origin).layerNames());
        }
        String[] found = new String[1];
        sources.with(origin, states, tree -> {
            Selection selection = new Selection(tree, IgnorePatterns.NONE, false);
            selection.add(source);
            found[0] = CacheKey.content(selection, tree);
        });
        return found[0];
    }

    void prepare(Step.Run run, Tally tally) throws IOException, ContainerException {
        for (RunMount mount : run.mounts()) {
            if (mount instanceof RunMount.Bind bind) {
                bind(bind);
            } else if (mount instanceof RunMount.Cache cache) {
                Path directory = caches.take(cache, seed(cache), fresh -> fill(cache, fresh), tally);
                taken.add(directory);
                mounts.add(new ContainerMount.Bind(directory.toString(), cache.target(), cache.readOnly(), false));
            } else if (mount instanceof RunMount.Tmpfs tmpfs) {
                mounts.add(new ContainerMount.Tmpfs(tmpfs.target(), tmpfs.size(), HALF_OPEN));
            } else if (mount instanceof RunMount.Secret secret) {
                secret(secret);
            } else if (mount instanceof RunMount.Ssh ssh) {
                agent(ssh);
            }
        }
        for (var script : run.scripts()) {
            Path file = privateFile(script.text().getBytes(StandardCharsets.UTF_8), SCRIPT_MODE, 0, 0);
            mounts.add(new ContainerMount.Bind(file.toString(), run.command().get(0), true, false));
        }
        if (request.commands().sharedMemory() > 0) {
            mounts.add(new ContainerMount.Tmpfs("/dev/shm", request.commands().sharedMemory(), HALF_OPEN));
        }
    }

    private void fill(RunMount.Cache cache, Path fresh) throws IOException, ContainerException {
        if (cache.seed().isPresent()) {
            RunMount.Seed seed = cache.seed().get();
            if (copied(seed.origin(), seed.source(), fresh)) {
                throw new ContainerException("'" + seed.source() + "' is a file, and a cache begins with a directory");
            }
        }
    }

    /** A copy: what is written to it is lost, and nobody can change it under the command. */
    private void bind(RunMount.Bind bind) throws IOException, ContainerException {
        Path scratch = views.scratch();
        made.add(scratch);
        String name = bind.source().substring(bind.source().lastIndexOf('/') + 1);
        Path source = copied(bind.origin(), bind.source(), scratch) ? scratch.resolve(name) : scratch;
        mounts.add(new ContainerMount.Bind(source.toString(), bind.target(), !bind.writable(), false));
    }

    /** Copies into a directory of ours; whether it was a single file, which then is in it. */
    private boolean copied(Origin origin, String source, Path directory) throws IOException, ContainerException {
        boolean[] isFile = new boolean[1];
        sources.with(origin, states, tree -> {
            Selection selection = new Selection(tree, IgnorePatterns.NONE, false);
            selection.add(source);
            isFile[0] = selection.isFile();
            try (Fd root = kernel.open(directory, Flags.O_RDONLY | Flags.O_DIRECTORY, 0);
                    Target target = new Target(kernel, root)) {
                new Copying(plainCopy(origin, source), target, 0).tree(selection, tree);
            }
        });
        return isFile[0];
    }

    private static Step.Copy plainCopy(Origin origin, String source) {
        return new Step.Copy(
                new Place(1, 1),
                "",
                origin,
                List.of(source),
                List.of(),
                Map.of(),
                "/",
                "",
                "",
                "",
                List.of(),
                false,
                false,
                Step.Unpack.NONE,
                false);
    }

    private void secret(RunMount.Secret secret) throws IOException, ContainerException {
        byte @Nullable [] content = request.secrets().get(secret.id());
        if (content == null) {
            if (secret.required()) {
                throw new ContainerException("the secret '" + secret.id() + "' is required and was not given"
                        + " (--secret id=" + secret.id() + ",src=FILE)");
            }
            return;
        }
        if (!secret.variable().isEmpty()) {
            environment.put(secret.variable(), new String(content, StandardCharsets.UTF_8));
        }
        if (!secret.target().isEmpty()) {
            Path file = privateFile(content, secret.mode(), secret.uid(), secret.gid());
            mounts.add(new ContainerMount.Bind(file.toString(), secret.target(), true, false));
        }
    }

    private void agent(RunMount.Ssh ssh) throws IOException, ContainerException {
        String socket = request.agents().get(ssh.id());
        if (socket == null) {
            if (ssh.required()) {
                throw new ContainerException(
                        "the agent '" + ssh.id() + "' is required and was not given (--ssh " + ssh.id() + "=SOCKET)");
            }
            return;
        }
        if (!Path.of(socket).isAbsolute() || !AgentSocket.isSocket(Path.of(socket))) {
            throw new ContainerException("the agent '" + ssh.id() + "' has no socket at '" + socket + "'");
        }
        Path own = secretPlace();
        made.add(own);
        agents.add(AgentSocket.open(kernel, Path.of(socket), own));
        give(own, ssh.mode(), ssh.uid(), ssh.gid());
        mounts.add(new ContainerMount.Bind(own.toString(), ssh.target(), false, false));
        environment.put("SSH_AUTH_SOCK", ssh.target());
    }

    private static void give(Path file, int mode, int uid, int gid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", gid);
        Files.setAttribute(file, "unix:mode", mode);
    }

    private Path secretPlace() throws IOException {
        Path directory = Files.createDirectories(layout.secrets());
        Files.setAttribute(directory, "unix:mode", 0700);
        return directory.resolve(UUID.randomUUID().toString());
    }

    private Path privateFile(byte[] content, int mode, int uid, int gid) throws IOException {
        Path file = Files.createFile(secretPlace());
        made.add(file);
        Files.setAttribute(file, "unix:mode", 0600);
        Files.write(file, content);
        give(file, mode, uid, gid);
        return file;
    }

    @Override
    public void close() throws IOException {
        for (Path directory : taken) {
            caches.giveBack(directory);
        }
        for (AgentSocket agent : agents) {
            agent.close();
        }
        for (Path path : made) {
            views.remove(path);
        }
    }
}

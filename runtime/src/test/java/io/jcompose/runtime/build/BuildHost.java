package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.BuildNetworks;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds.BuildProgress;
import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.CacheExchange;
import io.jcompose.runtime.CachePlace;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.launch.LocalContainers;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.seccomp.SeccompProgram;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store, builds, and a context, in directories of their own. */
final class BuildHost implements AutoCloseable {
    final Path base;
    final StorageSettings.Driver driver;
    final RuntimeLayout layout;
    final ImageStore store;
    Path context;
    ImageBuilds builds;
    final FakeNetworks networks = new FakeNetworks();
    final FakeRegistries registries = new FakeRegistries();
    /** Lines of what happened, as {@code CACHED [1/2] COPY a b} and {@code > output}. */
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    BuildHost() throws Exception {
        this(StorageSettings.Driver.AUTO);
    }

    BuildHost(StorageSettings.Driver driver) throws Exception {
        this.driver = driver;
        base = Files.createTempDirectory("jcompose-build");
        String instance = "t" + Long.toHexString(new Random().nextLong());
        layout = new RuntimeLayout(base.resolve("root"), base.resolve("run"), instance);
        store = ImageStore.open(base.resolve("root/images"), new Disk(DiskWitness.NONE));
        context = Files.createDirectory(base.resolve("context"));
        registries.shelf = Files.createDirectory(base.resolve("registry"));
        builds = open();
    }

    private ImageBuilds open() throws Exception {
        return ImageBuilds.open(
                Kernel.live(),
                layout,
                new Disk(DiskWitness.NONE),
                store,
                new ImageBuilds.Surroundings(networks, registries),
                SeccompProgram.dockerDefault(LocalContainers.CAPABILITIES),
                driver);
    }

    /** Remembers who is connected, and wires nothing. */
    static final class FakeNetworks implements BuildNetworks {
        final Map<String, String> connected = Collections.synchronizedMap(new HashMap<>());
        final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        volatile int settled;
        /** How many disconnections fail from now on, as they do on a full disk. */
        final AtomicInteger failing = new AtomicInteger();

        @Override
        public Link connect(String container, Path namespace, String network) throws ContainerException {
            if (network.equals("missing")) {
                throw new ContainerException("there is no network 'missing'");
            }
            asked.add(network);
            connected.put(container, namespace.toString());
            return new Link("192.0.2.1", List.of("192.0.2.1", "192.0.2.53"));
        }

        @Override
        public void disconnect(String container) throws ContainerException {
            if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ContainerException("the command cannot be disconnected: the disk is full");
            }
            connected.remove(container);
        }

        @Override
        public synchronized void settle() {
            settled++;
        }
    }

    /** Keeps caches in directories, and counts what is read of them. */
    static final class FakeRegistries implements CacheRegistries {
        private @Nullable Path shelf;
        final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        volatile boolean broken;

        private LayoutFolder folder(String reference) {
            return new LayoutFolder(Kernel.live(), Objects.requireNonNull(shelf).resolve(reference.replace('/', '_')));
        }

        /** From now on it is the registry that another host has. */
        void shareWith(FakeRegistries other) {
            shelf = other.shelf;
        }

        @Override
        public ImageSource open(String reference, RegistryAccounts accounts) throws ContainerException {
            asked.add("open");
            try {
                ImageSource source = folder(reference).open();
                return new ImageSource() {
                    @Override
                    public byte[] manifest() throws IOException, ContainerException {
                        return source.manifest();
                    }

                    @Override
                    public InputStream open(Descriptor blob, long offset) throws IOException, ContainerException {
                        asked.add("blob");
                        if (broken && blob.mediaType().contains("layer")) {
                            throw new ContainerException("the registry is gone");
                        }
                        return source.open(blob, offset);
                    }
                };
            } catch (IOException e) {
                throw new ContainerException("no such image: " + reference, e);
            }
        }

        @Override
        public void send(ImageContent image, String reference, RegistryAccounts accounts, Consumer<String> progress)
                throws ContainerException {
            try {
                folder(reference).write(image);
            } catch (IOException e) {
                throw new ContainerException("cannot send: " + e.getMessage(), e);
            }
        }
    }

    void reopen() throws Exception {
        builds.close();
        builds = open();
    }

    /** An empty context. */
    void clear() throws IOException {
        TreeRemoval.remove(context);
        Files.createDirectory(context);
        seen.clear();
        networks.asked.clear();
    }

    BuildHost file(String path, String text) throws IOException {
        Path file = context.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        return this;
    }

    Image build(String dockerfile) throws ContainerException {
        return build(dockerfile, Map.of());
    }

    Image build(String dockerfile, BuildRequest.Commands commands) throws ContainerException {
        return build(request(dockerfile, Map.of(), commands), progress(() -> false));
    }

    Image build(String dockerfile, Map<String, String> arguments) throws ContainerException {
        return build(request(dockerfile, arguments), progress(() -> false));
    }

    Image build(BuildRequest request, BuildProgress progress) throws ContainerException {
        return builds.build(request, (reference, fresh, lines) -> store.get(reference, lines), progress);
    }

    BuildRequest request(String dockerfile, Map<String, String> arguments) {
        return request(dockerfile, arguments, BuildRequest.Commands.USUAL.in("none"));
    }

    BuildRequest request(String dockerfile, Map<String, String> arguments, BuildRequest.Commands commands) {
        return new BuildRequest(
                context.toString(),
                "Dockerfile",
                dockerfile,
                arguments,
                "",
                Map.of(),
                List.of("test/built"),
                Map.of(),
                Map.of("pass", "secret-text".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Map.of(),
                commands,
                BuildRequest.Cache.ALL);
    }

    /** A build that reads caches and writes them, as options have them. */
    Image build(String dockerfile, List<String> from, List<String> to) throws ContainerException {
        CacheExchange exchange = new CacheExchange(
                from.stream().map(CachePlace::from).toList(),
                to.stream().map(CachePlace::to).toList(),
                RegistryAccounts.NONE);
        BuildRequest request =
                request(dockerfile, Map.of()).with(new BuildRequest.Cache(false, Set.of(), false, exchange));
        return build(request, progress(() -> false));
    }

    BuildProgress progress(BooleanSupplier cancelled) {
        Map<Integer, String> titles = Collections.synchronizedMap(new HashMap<>());
        return new BuildProgress() {
            @Override
            public void begins(int number, String title) {
                titles.put(number, title);
            }

            @Override
            public void output(int number, String line) {
                seen.add("> " + line);
            }

            @Override
            public void ends(int number, Outcome outcome, Duration took) {
                seen.add(outcome + " " + titles.get(number));
            }

            @Override
            public boolean isCancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    /** The topmost layer that has a path, where none above has taken it away: as text, or where a link leads. */
    Optional<String> read(Image image, String path) throws IOException {
        for (Path layer : image.layers()) {
            Path file = layer.resolve(path);
            if (Files.isSymbolicLink(file)) {
                return Optional.of("-> " + Files.readSymbolicLink(file));
            }
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(Files.readString(file));
            }
        }
        return Optional.empty();
    }

    int mode(Image image, String path) throws IOException {
        for (Path layer : image.layers()) {
            if (Files.exists(layer.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                return (Integer) Files.getAttribute(layer.resolve(path), "unix:mode", LinkOption.NOFOLLOW_LINKS)
                        & 07777;
            }
        }
        return -1;
    }

    String owner(Image image, String path) throws IOException {
        Map<String, Object> ids =
                Files.readAttributes(image.layers().get(0).resolve(path), "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        return ids.get("uid") + ":" + ids.get("gid");
    }

    /** Nothing of a build may be left but the cache. */
    void assertTidy() throws IOException {
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(base.toString());
        assertThat(base.resolve("root/images/tmp")).isEmptyDirectory();
        assertThat(base.resolve("root/build/containers")).isEmptyDirectory();
        for (String work : List.of("root/build/tmp", "run/build/secrets", "run/build/sandboxes")) {
            if (Files.exists(base.resolve(work))) {
                assertThat(base.resolve(work)).isEmptyDirectory();
            }
        }
        assertThat(base.resolve("root/build/empty")).isEmptyDirectory();
        assertThat(networks.connected).isEmpty();
    }

    @Override
    public void close() throws IOException {
        builds.close();
        TreeRemoval.remove(base);
    }
}

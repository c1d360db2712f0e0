package io.jcompose.orchestrator.daemon;

import io.jcompose.network.NetworkException;
import io.jcompose.network.firewall.NfTables;
import io.jcompose.network.link.Link;
import io.jcompose.network.link.Links;
import io.jcompose.orchestrator.observe.Witness;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A network namespace that plays the host, directories of a daemon of its own, and that daemon, in this process. */
final class ScratchHost implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;
    private static final Duration FULL_CHECK_EVERY = Duration.ofMillis(500);

    private final Kernel kernel = Kernel.live();
    private final Path base;
    private final Path namespace;
    private final Directories directories;
    private final boolean ownDisk;
    private @Nullable Daemon daemon;

    ScratchHost() throws IOException, InterruptedException {
        this(0);
    }

    /** A host whose directories are on a disk of their own, so small that it can be filled. */
    static ScratchHost withDisk(int megabytes) throws IOException, InterruptedException {
        return new ScratchHost(megabytes);
    }

    private ScratchHost(int megabytes) throws IOException, InterruptedException {
        base = Files.createTempDirectory("jcompose-e2e");
        ownDisk = megabytes > 0;
        if (ownDisk) {
            kernel.mount("tmpfs", base, "tmpfs", Flags.MS_NOSUID, "mode=0755,size=" + megabytes + "m");
        }
        directories = new Directories(base.resolve("root"), base.resolve("run"));
        namespace = Files.createFile(base.resolve("host"));
        plugIn();
        compile("serve");
    }

    private void plugIn() throws IOException {
        NetworkNamespace.create(kernel, namespace);
        links(links -> {
            links.up("lo");
            return true;
        });
    }

    /** As after a reboot: no interface and no table is left. */
    void replaceNamespace() throws IOException {
        kernel.unmount(namespace, Flags.MNT_DETACH);
        plugIn();
    }

    /** A program that containers of tests run: {@code serve} is bind-mounted as {@code ./serve}. */
    Path compile(String name) throws IOException, InterruptedException {
        Path source = base.resolve(name + ".c");
        Path program = base.resolve(name);
        try (InputStream text = ScratchHost.class.getResourceAsStream("/daemon/" + name + ".c")) {
            if (text == null) {
                throw new IOException(source + " is no resource of the tests");
            }
            Files.copy(text, source);
        }
        Process gcc = new ProcessBuilder(
                        "gcc",
                        "-static",
                        "-pthread",
                        "-Os",
                        "-Wall",
                        "-Werror",
                        "-o",
                        program.toString(),
                        source.toString())
                .inheritIO()
                .start();
        if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
            throw new IOException("gcc did not compile " + source);
        }
        return program;
    }

    Path base() {
        return base;
    }

    Directories directories() {
        return directories;
    }

    Path serve() {
        return base.resolve("serve");
    }

    Setting setting(Witness witness) {
        return new Setting(directories, namespace, FULL_CHECK_EVERY, witness, "");
    }

    /** The arguments by which a process of its own finds this host: see {@link #settingOf}. */
    List<String> arguments() {
        return List.of(directories.root().toString(), directories.run().toString(), namespace.toString());
    }

    static Setting settingOf(String[] arguments, Witness witness) {
        return new Setting(
                new Directories(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                FULL_CHECK_EVERY,
                witness,
                "");
    }

    /** Starts the daemon here; a running one ends before. */
    void startDaemon() throws IOException, ContainerException, NetworkException {
        stopDaemon();
        daemon = Daemon.start(setting(Witness.NONE));
    }

    /** Waits until the daemon here wants to end by itself. */
    void awaitEnd() throws InterruptedException {
        if (daemon != null) {
            daemon.awaitEnd();
        }
    }

    void stopDaemon() {
        if (daemon != null) {
            daemon.close();
            daemon = null;
        }
    }

    Stack stack() {
        return new Stack(directories.socket(), base);
    }

    /** What a server on this host's loopback address says: a line, or {@code !} and the failure. */
    String ask(int port) throws IOException {
        return NetworkNamespace.call(kernel, namespace, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                return "! " + e.getMessage();
            }
        });
    }

    /** Work on the interfaces of this host. */
    interface LinkWork<T> {
        T run(Links links) throws IOException;
    }

    <T> T links(LinkWork<T> work) throws IOException {
        return in(() -> {
            try (Links links = Links.open(kernel)) {
                return work.run(links);
            }
        });
    }

    <T> T in(NetworkNamespace.Work<T> work) throws IOException {
        return NetworkNamespace.call(kernel, namespace, work);
    }

    /** Interfaces but the loopback. */
    List<String> linkNames() throws IOException {
        return links(links -> links.all().stream()
                .map(Link::name)
                .filter(name -> !name.equals("lo"))
                .sorted()
                .toList());
    }

    String table() throws IOException {
        return "jcompose_" + directories.instance();
    }

    boolean tableExists() throws IOException {
        String table = table();
        return in(() -> {
            try (NfTables tables = NfTables.open(kernel)) {
                return tables.exists(table);
            }
        });
    }

    void deleteTable() throws IOException {
        String table = table();
        in(() -> {
            try (NfTables tables = NfTables.open(kernel)) {
                tables.delete(table);
                return true;
            }
        });
    }

    /** What is there besides images and the daemon's own: see {@link Leaks}. */
    List<String> left() throws IOException {
        return new Leaks(this).all();
    }

    @Override
    public void close() throws IOException {
        stopDaemon();
        new Leaks(this).clear();
        kernel.unmount(namespace, Flags.MNT_DETACH);
        if (ownDisk) {
            kernel.unmount(base, 0);
        }
        Leaks.delete(base);
    }
}

package io.jcompose.orchestrator.daemon;

import io.jcompose.network.link.Link;
import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What goes wrong on a host, by chance: processes are killed, the network is damaged by hand, the disk is full. */
final class Havoc implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final ScratchHost host;
    private final Random random;
    private final Path filler;
    private @Nullable Process daemon;
    private int daemons;

    /** One way in which it goes wrong. */
    private enum Kind {
        CONTAINER,
        KEEPER,
        DAEMON,
        BRIDGES,
        INTERFACES,
        TABLE,
        DISK
    }

    /** {@code host} has a small disk of its own. */
    Havoc(ScratchHost host, Random random) {
        this.host = host;
        this.random = random;
        this.filler = host.base().resolve("filler");
    }

    /** Does harm once; says which. */
    String strike() throws IOException {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        switch (kind) {
            case CONTAINER -> killOne(false);
            case KEEPER -> killOne(true);
            case DAEMON -> killDaemon();
            case BRIDGES -> deleteLinks("jc");
            case INTERFACES -> deleteLinks("jv");
            case TABLE -> deleteTable();
            case DISK -> fillDisk();
        }
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** No more harm: a daemon serves, and the disk has room. */
    void calm() throws Exception {
        Files.deleteIfExists(filler);
        if (daemon == null || !daemon.isAlive()) {
            daemons++;
            daemon = Children.plain().start(OtherDaemon.class, host.arguments(), output(daemons));
        }
        Patience.untilTrue("daemon " + daemons + " serves", this::serves);
    }

    /** What the last daemon said. */
    String said() throws IOException {
        return daemons == 0 ? "" : Files.readString(output(daemons));
    }

    private Path output(int number) {
        return host.base().resolve("daemon-" + number + ".log");
    }

    private boolean serves() {
        if (daemon == null || !daemon.isAlive()) {
            throw new IllegalStateException("daemon " + daemons + " did not stay");
        }
        try {
            host.stack().client().projects();
            return true;
        } catch (DaemonException e) {
            return false;
        }
    }

    private void killOne(boolean keeper) throws IOException {
        List<Long> victims = new Leaks(host)
                .processes().stream()
                        .filter(pid -> Leaks.isKeeper(pid) == keeper)
                        .toList();
        if (!victims.isEmpty()) {
            ProcessHandle.of(victims.get(random.nextInt(victims.size()))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void killDaemon() {
        if (daemon != null) {
            daemon.destroyForcibly().onExit().join();
        }
    }

    private void deleteLinks(String prefix) throws IOException {
        host.links(links -> {
            for (Link link : links.all()) {
                if (link.name().startsWith(prefix) && links.find(link.name()) != null) {
                    links.delete(link.name());
                }
            }
            return true;
        });
    }

    private void deleteTable() throws IOException {
        if (host.tableExists()) {
            host.deleteTable();
        }
    }

    private void fillDisk() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] piece = new byte[PIECE];
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    @Override
    public void close() throws IOException {
        killDaemon();
        Files.deleteIfExists(filler);
    }
}

package io.jcompose.orchestrator.observe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts the TCP connections that a container serves, in {@code /proc/PID/net/tcp} and {@code tcp6} (proc(5)): those to
 * ports on which it listens, that still carry something. Where the kernel lists them, sockets that listen come first.
 */
final class Connections {
    private static final String LISTEN = "0A";

    /** ESTABLISHED, SYN_RECV, FIN_WAIT1, CLOSE_WAIT, LAST_ACK, CLOSING (include/net/tcp_states.h). */
    private static final Set<String> CARRYING = Set.of("01", "03", "04", "08", "09", "0B");

    /** One is enough to wait for; a container with very many is not read to its end in every round. */
    private static final int ENOUGH = 100;

    private final Path proc;

    Connections(Path proc) {
        this.proc = proc;
    }

    /** How many there are, at most a hundred; none when the process is gone. */
    int of(int pid) {
        int count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            count += count(proc.resolve(pid + "/net/" + table));
        }
        return count;
    }

    private static int count(Path table) {
        try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
            return count(lines.lines());
        } catch (IOException | UncheckedIOException e) {
            // The process ended meanwhile, or the kernel has no IPv6: nothing is served there.
            return 0;
        }
    }

    /** Of lines as {@code sl local_address rem_address st ...}, addresses as {@code hex:hexport}. */
    static int count(Stream<String> lines) {
        Set<String> listening = new HashSet<>();
        return (int) lines.map(line -> line.strip().split("\\s+", 5))
                .filter(fields -> fields.length == 5 && fields[1].contains(":") && fields[2].contains(":"))
                .filter(fields -> {
                    String port = fields[1].substring(fields[1].lastIndexOf(':') + 1);
                    if (fields[3].equals(LISTEN)) {
                        listening.add(port);
                        return false;
                    }
                    return CARRYING.contains(fields[3]) && listening.contains(port) && !ofItsOwn(fields[2]);
                })
                .limit(ENOUGH)
                .count();
    }

    /** Whether the peer is on the container's loopback, as its probe: 127.0.0.1, ::1, or the first mapped into IPv6. */
    private static boolean ofItsOwn(String peer) {
        String address = peer.substring(0, peer.lastIndexOf(':'));
        return address.equals("0100007F")
                || address.equals("00000000000000000000000001000000")
                || address.equals("0000000000000000FFFF00000100007F");
    }
}

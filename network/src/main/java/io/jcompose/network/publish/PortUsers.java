package io.jcompose.network.publish;

import io.jcompose.network.Transport;
import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who has a port, as far as /proc tells (proc(5): net/tcp, net/udp, PID/fd). */
final class PortUsers {
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;

    private PortUsers() {}

    /** {@code name (pid)} of a program that has the port, or empty. */
    static String find(Netns host, int port, Transport transport) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("", "6")) {
            Path file = Path.of("/proc/thread-self/net/" + transport.name().toLowerCase(Locale.ROOT) + table);
            sockets.addAll(inodes(host.call(() -> Files.exists(file) ? Files.readAllLines(file) : List.of()), port));
        }
        return sockets.isEmpty() ? "" : holder(sockets);
    }

    /** The inodes of the sockets whose local port it is, from the lines of net/tcp. */
    static Set<String> inodes(List<String> lines, int port) {
        String end = String.format(Locale.ROOT, ":%04X", port);
        Set<String> inodes = new HashSet<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(end) && !fields[INODE].equals("0")) {
                inodes.add("socket:[" + fields[INODE] + "]");
            }
        }
        return inodes;
    }

    private static String holder(Set<String> sockets) throws IOException {
        List<Path> processes = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            all.forEach(processes::add);
        }
        for (Path process : processes) {
            if (holds(process, sockets)) {
                return name(process) + " (pid " + process.getFileName() + ")";
            }
        }
        return "";
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // The process ended while it was looked at, or is not ours to look at: it cannot be named.
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "a program";
        }
    }
}

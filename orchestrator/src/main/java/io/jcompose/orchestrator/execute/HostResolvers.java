package io.jcompose.orchestrator.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The name servers of the host (resolv.conf(5)). */
public final class HostResolvers {
    private final Path file;

    public HostResolvers(Path file) {
        this.file = file;
    }

    /** Addresses that a container can reach too: none of the host's own loopback. */
    public List<String> reachableFromOutside() {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<String> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("nameserver"))
                .map(line -> line.substring("nameserver".length()).strip())
                .filter(address -> address.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+"))
                .filter(address -> !address.startsWith("127."))
                .limit(2)
                .toList();
    }
}

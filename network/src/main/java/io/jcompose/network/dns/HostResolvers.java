package io.jcompose.network.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name servers of the host's resolv.conf(5), read again when the file has changed. Not thread-safe. */
final class HostResolvers {
    private static final Logger LOG = LoggerFactory.getLogger(HostResolvers.class);
    private static final int MAX = 3;

    private final Path file;
    private FileTime read = FileTime.fromMillis(-1);
    private List<String> addresses = List.of();

    HostResolvers(Path file) {
        this.file = file;
    }

    /** Addresses in the file's order, at most three. */
    List<String> addresses() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                addresses = parse(Files.readAllLines(file));
                read = changed;
            }
        } catch (IOException e) {
            LOG.warn("cannot read {}, names outside are not resolved: {}", file, e.getMessage());
            addresses = List.of();
        }
        return addresses;
    }

    static List<String> parse(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals("nameserver") && isAddress(words[1]))
                .map(words -> words[1])
                .limit(MAX)
                .toList();
    }

    /** Only literals, so that nothing is looked up here; link-local ones (with a zone) mean nothing on another link. */
    private static boolean isAddress(String text) {
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    }
}

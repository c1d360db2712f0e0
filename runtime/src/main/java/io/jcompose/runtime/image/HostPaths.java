package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows paths of a host link by link (path_resolution(7)), so that each link on the way can be kept. */
final class HostPaths {
    private static final int MOST_LINKS = 40;
    private static final Path SLASH = Path.of("/");

    private final Host host;

    HostPaths(Host host) {
        this.host = host;
    }

    record Link(Path at, Path target) {}

    /**
     * Where a path leads.
     *
     * @param links on the way, each at its own real place
     * @param real the end, without links; empty when nothing is there or the links run in a circle
     */
    record Way(List<Link> links, Optional<Path> real) {}

    Way follow(Path path) throws IOException {
        List<Link> links = new ArrayList<>();
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::add);
        Path at = SLASH;
        while (!rest.isEmpty()) {
            Path name = rest.pop();
            Path next = step(at, name);
            if (next.equals(at)) {
                continue;
            }
            Optional<BasicFileAttributes> attributes = attributes(next);
            if (attributes.isEmpty() || links.size() > MOST_LINKS) {
                return new Way(links, Optional.empty());
            }
            if (!attributes.get().isSymbolicLink()) {
                at = next;
                if (!rest.isEmpty() && !attributes.get().isDirectory()) {
                    return new Way(links, Optional.empty());
                }
                continue;
            }
            Optional<Path> target = target(next);
            if (target.isEmpty()) {
                return new Way(links, Optional.empty());
            }
            links.add(new Link(next, target.get()));
            pushAll(rest, target.get());
            at = target.get().isAbsolute() ? SLASH : at;
        }
        return new Way(links, Optional.of(at));
    }

    private static Path step(Path at, Path name) {
        String text = name.toString();
        if (text.isEmpty() || text.equals(".")) {
            return at;
        }
        if (!text.equals("..")) {
            return at.resolve(name);
        }
        Path parent = at.getParent();
        return parent == null ? SLASH : parent;
    }

    private static void pushAll(Deque<Path> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i));
        }
    }

    /** Empty when nothing is there (any more). */
    private Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(host.file(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> target(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(host.file(link)));
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        }
    }
}

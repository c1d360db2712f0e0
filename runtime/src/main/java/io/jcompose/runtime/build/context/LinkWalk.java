package io.jcompose.runtime.build.context;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows the links of a path inside of a tree. */
final class LinkWalk {
    private static final int MOST_LINKS = 40;

    private final SourceTree tree;

    LinkWalk(SourceTree tree) {
        this.tree = tree;
    }

    String resolved(String path) throws IOException, ContainerException {
        Deque<String> rest = new ArrayDeque<>(List.of(path.split("/", -1)));
        String at = "";
        int links = 0;
        while (!rest.isEmpty()) {
            String part = rest.removeFirst();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (at.isEmpty() && tree.isClosed()) {
                    throw out(path);
                }
                at = RelativePath.parent(at);
                continue;
            }
            String next = RelativePath.join(at, part);
            Optional<Entry> entry = tree.entry(next);
            if (entry.isEmpty() || entry.get().kind() != Entry.Kind.LINK) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new ContainerException("'" + path + "' in " + tree.title() + " is a circle of links");
            }
            String target = entry.get().link();
            if (target.startsWith("/")) {
                if (tree.isClosed()) {
                    throw out(path);
                }
                at = "";
            }
            List<String> parts = List.of(target.split("/", -1));
            for (int i = parts.size() - 1; i >= 0; i--) {
                rest.addFirst(parts.get(i));
            }
        }
        return at;
    }

    private ContainerException out(String path) {
        return new ContainerException("'" + path + "' leads out of " + tree.title() + " by a link");
    }
}

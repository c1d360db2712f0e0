package io.jcompose.runtime.build.context;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses what one COPY copies out of a tree. */
public final class Selection {
    private static final int MOST = 1_000_000;

    private final SourceTree tree;
    private final IgnorePatterns excluded;
    private final boolean parents;
    private final List<Item> items = new ArrayList<>();
    private int roots;
    private boolean several;

    /**
     * One thing to copy.
     *
     * @param source path in the tree
     * @param target path below the directory that is copied to; empty for that directory itself
     * @param isRoot whether it was named, and did not come with a directory that was
     */
    public record Item(String source, String target, Entry entry, boolean isRoot) {}

    /**
     * @param excluded of what the sources hold
     * @param parents whether the directories above a source are made again at the target
     */
    public Selection(SourceTree tree, IgnorePatterns excluded, boolean parents) {
        this.tree = tree;
        this.excluded = excluded;
        this.parents = parents;
    }

    /** Adds one source: a path, or a pattern. */
    public void add(String source) throws IOException, ContainerException {
        if (RelativePath.leadsOut(source.startsWith("/") ? source.substring(1) : source)) {
            throw new ContainerException("'" + source + "' leads out of " + tree.title());
        }
        String cleaned = RelativePath.cleaned(source);
        if (!PathPattern.hasWildcards(cleaned)) {
            String found = tree.resolved(cleaned);
            Optional<Entry> entry = tree.entry(found);
            if (entry.isEmpty()) {
                throw new ContainerException("'" + source + "' is not in " + tree.title() + tree.absence(found));
            }
            addRoot(found, cleaned, pivot(source), entry.get());
            return;
        }
        List<String> matches = new ArrayList<>();
        expand("", cleaned.split("/"), 0, matches);
        if (matches.isEmpty()) {
            throw new ContainerException("nothing in " + tree.title() + " fits '" + source + "'");
        }
        several |= matches.size() > 1;
        for (String match : matches) {
            String found = tree.resolved(match);
            Optional<Entry> entry = tree.entry(found);
            if (entry.isPresent()) {
                addRoot(found, match, pivot(source), entry.get());
            }
        }
    }

    /** With {@code --parents}, how much of a path before {@code /./} is not made again. */
    private static int pivot(String source) {
        int at = source.indexOf("/./");
        return at < 0 ? 0 : RelativePath.cleaned(source.substring(0, at)).length();
    }

    private void expand(String directory, String[] parts, int index, List<String> matches)
            throws IOException, ContainerException {
        if (index == parts.length) {
            matches.add(directory);
            return;
        }
        String resolved = tree.resolved(directory);
        Optional<Entry> here = tree.entry(resolved);
        if (here.isEmpty() || !here.get().isFolder()) {
            return;
        }
        if (parts[index].equals("**")) {
            expand(directory, parts, index + 1, matches);
            for (String name : tree.names(resolved)) {
                String path = RelativePath.join(directory, name);
                Optional<Entry> entry = tree.entry(path);
                if (entry.isPresent() && entry.get().isFolder()) {
                    expand(path, parts, index, matches);
                }
            }
            return;
        }
        PathPattern pattern = pattern(parts[index]);
        for (String name : tree.names(resolved)) {
            if (pattern.matches(name)) {
                expand(RelativePath.join(directory, name), parts, index + 1, matches);
            }
        }
    }

    private static PathPattern pattern(String text) throws ContainerException {
        try {
            return new PathPattern(text);
        } catch (IllegalArgumentException e) {
            throw new ContainerException(String.valueOf(e.getMessage()), e);
        }
    }

    private void addRoot(String found, String named, int pivot, Entry entry) throws IOException, ContainerException {
        roots++;
        String above = "";
        if (parents) {
            String kept = named.length() > pivot && pivot > 0 ? named.substring(pivot + 1) : named;
            above = entry.isFolder() ? kept : RelativePath.parent(kept);
            addParents(named, kept, entry.isFolder());
        }
        if (entry.isFolder()) {
            add(new Item(found, above, entry, false));
            addFolder(found, above, "");
        } else if (!excluded.ignores(RelativePath.name(named))) {
            add(new Item(found, RelativePath.join(above, RelativePath.name(named)), entry, !parents));
        }
    }

    /** The directories above a source, which the target gets too. */
    private void addParents(String named, String kept, boolean folder) throws IOException, ContainerException {
        String prefix = named.substring(0, named.length() - kept.length());
        String top = folder ? kept : RelativePath.parent(kept);
        StringBuilder path = new StringBuilder();
        for (String part : top.split("/")) {
            if (!part.isEmpty()) {
                path.append(path.isEmpty() ? "" : "/").append(part);
                String source = tree.resolved(prefix + path);
                Optional<Entry> entry = tree.entry(source);
                if (entry.isPresent() && entry.get().isFolder()) {
                    add(new Item(source, path.toString(), entry.get(), false));
                }
            }
        }
    }

    private void addFolder(String source, String target, String inside) throws IOException, ContainerException {
        for (String name : tree.names(source)) {
            String path = RelativePath.join(source, name);
            String within = RelativePath.join(inside, name);
            Optional<Entry> entry = tree.entry(path);
            if (entry.isEmpty()) {
                continue;
            }
            boolean ignored = excluded.ignores(within);
            String to = RelativePath.join(target, name);
            if (!ignored && entry.get().kind() != Entry.Kind.OTHER) {
                add(new Item(path, to, entry.get(), false));
            }
            if (entry.get().isFolder() && (!ignored || excluded.hasExceptions())) {
                addFolder(path, to, within);
            }
        }
    }

    private void add(Item item) throws ContainerException {
        if (items.size() == MOST) {
            throw new ContainerException("more than " + MOST + " files are to be copied out of " + tree.title());
        }
        items.add(item);
    }

    /** Parents before what they hold. */
    public List<Item> items() {
        return List.copyOf(items);
    }

    /** Whether the target must be a directory: there was more than one source. */
    public boolean needsDirectory() {
        return roots > 1 || several;
    }

    /** Whether the one source was a file. */
    public boolean isFile() {
        return items.size() == 1 && items.get(0).isRoot();
    }
}

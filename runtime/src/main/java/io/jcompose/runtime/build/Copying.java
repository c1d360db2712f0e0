package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.Entry;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.build.context.Selection;
import io.jcompose.runtime.build.context.SourceTree;
import io.jcompose.runtime.build.plan.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what one COPY or ADD copies into a root file system. */
final class Copying {
    private static final int DOCUMENT_MODE = 0644;
    private static final int DOWNLOAD_MODE = 0600;

    private final Step.Copy step;
    private final Target target;
    private final Optional<Accounts.Owner> owner;
    private final Optional<ModeChange> mode;
    private final long now;
    /** Directories and the times that they get when all is in them. */
    private final List<Map.Entry<String, Long>> times = new ArrayList<>();

    /** @param now milliseconds since 1970, for what has no time of its own */
    Copying(Step.Copy step, Target target, long now) throws IOException, ContainerException {
        this.step = step;
        this.target = target;
        this.now = now;
        this.owner = step.owner().isEmpty()
                ? Optional.empty()
                : Optional.of(target.accounts().owner(step.owner()));
        this.mode = step.mode().isEmpty() ? Optional.empty() : Optional.of(new ModeChange(step.mode()));
        if (mode.isPresent()) {
            mode.get().check();
        }
    }

    void tree(Selection selection, SourceTree source) throws IOException, ContainerException {
        boolean into = intoFolder(selection);
        for (Selection.Item item : selection.items()) {
            boolean renamed = item.isRoot() && !into;
            String path = renamed ? step.target() : RelativePath.join(step.target(), item.target());
            if (step.unpack() != Step.Unpack.NONE
                    && item.isRoot()
                    && item.entry().kind() == Entry.Kind.FILE) {
                if (unpacked(source, item)) {
                    continue;
                }
            }
            write(item, source, path);
        }
        finish();
    }

    private boolean unpacked(SourceTree source, Selection.Item item) throws IOException, ContainerException {
        try (InputStream in = source.open(item.source())) {
            return new Archive(target, owner).unpack(in, RelativePath.name(item.source()), step.target());
        }
    }

    private boolean intoFolder(Selection selection) throws IOException, ContainerException {
        boolean slash = step.target().endsWith("/") || step.target().equals("/");
        boolean several = selection.needsDirectory()
                || step.documents().size() + step.urls().size() > 1;
        if (several && !slash) {
            throw new ContainerException("there are several sources: the target '" + step.target()
                    + "' must be a directory and end with '/'");
        }
        return slash || target.isFolder(step.target());
    }

    private void write(Selection.Item item, SourceTree source, String path) throws IOException, ContainerException {
        Entry entry = changed(item.entry());
        switch (entry.kind()) {
            case FOLDER -> folder(item, source, path, entry);
            case LINK -> target.link(path, entry);
            case FILE -> {
                try (InputStream in = source.open(item.source())) {
                    target.file(path, entry, in);
                }
                target.attributes(path, source.attributes(item.source()));
            }
            case OTHER ->
                throw new ContainerException(
                        "'" + item.source() + "' is a device, a socket or a FIFO, and cannot be copied");
        }
    }

    /** The directory that is copied to keeps what it is when it is there; those below it become like their sources. */
    private void folder(Selection.Item item, SourceTree source, String path, Entry entry)
            throws IOException, ContainerException {
        boolean there = target.isFolder(path);
        if (!there || !item.target().isEmpty()) {
            target.folder(path, entry);
            target.attributes(path, source.attributes(item.source()));
            times.add(Map.entry(path, entry.modified()));
        }
    }

    private Entry changed(Entry entry) {
        Accounts.Owner to = owner.orElse(new Accounts.Owner(entry.uid(), entry.gid()));
        boolean keeps = mode.isEmpty() || entry.kind() == Entry.Kind.LINK;
        int bits = keeps ? entry.mode() : mode.get().applied(entry.mode(), entry.isFolder());
        return new Entry(entry.kind(), bits, to.user(), to.group(), entry.size(), entry.link(), entry.modified());
    }

    void documents() throws IOException, ContainerException {
        for (Map.Entry<String, String> document : step.documents().entrySet()) {
            byte[] bytes = document.getValue().getBytes(StandardCharsets.UTF_8);
            single(document.getKey(), new ByteArrayInputStream(bytes), DOCUMENT_MODE, now);
        }
    }

    /** @param files what was fetched, by the names that they get */
    void downloads(Map<String, Path> files) throws IOException, ContainerException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (step.unpack() == Step.Unpack.ALL && unpacked(file.getKey(), file.getValue())) {
                continue;
            }
            try (InputStream in = Files.newInputStream(file.getValue())) {
                single(
                        file.getKey(),
                        in,
                        DOWNLOAD_MODE,
                        Files.getLastModifiedTime(file.getValue()).toMillis());
            }
        }
    }

    private boolean unpacked(String name, Path file) throws IOException, ContainerException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Archive(target, owner).unpack(in, name, step.target());
        }
    }

    private void single(String name, InputStream in, int bits, long modified) throws IOException, ContainerException {
        boolean into = step.target().endsWith("/") || target.isFolder(step.target());
        if (!into
                && step.documents().size() + step.urls().size() + step.sources().size() > 1) {
            throw new ContainerException("there are several sources: the target '" + step.target()
                    + "' must be a directory and end with '/'");
        }
        Entry entry = changed(new Entry(Entry.Kind.FILE, bits, 0, 0, 0, "", modified));
        target.file(into ? RelativePath.join(step.target(), name) : step.target(), entry, in);
    }

    /** Each name that was written changed its directory's time; the deepest first. */
    private void finish() throws IOException {
        for (int i = times.size() - 1; i >= 0; i--) {
            target.touch(times.get(i).getKey(), times.get(i).getValue());
        }
    }
}

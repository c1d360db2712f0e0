package io.jcompose.runtime.build.context;

import io.jcompose.runtime.manifest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of texts, in memory. */
public final class TextTree implements SourceTree {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, String> texts = new HashMap<>();

    public TextTree() {
        entries.put("", new Entry(Entry.Kind.FOLDER, 0755, 0, 0, 0, "", 0));
    }

    public TextTree file(String path, String text) {
        folder(RelativePath.parent(path));
        entries.put(path, new Entry(Entry.Kind.FILE, 0644, 0, 0, text.length(), "", 0));
        texts.put(path, text);
        return this;
    }

    private void folder(String path) {
        if (!path.isEmpty()) {
            folder(RelativePath.parent(path));
            entries.put(path, new Entry(Entry.Kind.FOLDER, 0755, 0, 0, 0, "", 0));
        }
    }

    TextTree link(String path, String target) {
        entries.put(path, new Entry(Entry.Kind.LINK, 0777, 0, 0, 0, target, 0));
        return this;
    }

    void touch(String path, long time) {
        entries.computeIfPresent(
                path, (name, e) -> new Entry(e.kind(), e.mode(), e.uid(), e.gid(), e.size(), e.link(), time));
    }

    void mode(String path, int mode) {
        entries.computeIfPresent(
                path, (name, e) -> new Entry(e.kind(), mode, e.uid(), e.gid(), e.size(), e.link(), e.modified()));
    }

    @Override
    public Optional<Entry> entry(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    @Override
    public List<String> names(String directory) {
        return entries.keySet().stream()
                .filter(path -> !path.isEmpty() && RelativePath.parent(path).equals(directory))
                .map(RelativePath::name)
                .sorted()
                .toList();
    }

    @Override
    public InputStream open(String path) throws IOException {
        return new ByteArrayInputStream(text(path));
    }

    private byte[] text(String path) throws IOException {
        String text = texts.get(path);
        if (text == null) {
            throw new IOException(path + " is no file");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public SortedMap<String, byte[]> attributes(String path) {
        return Collections.emptySortedMap();
    }

    @Override
    public String digest(String path, Entry entry) throws IOException {
        return Digest.of(text(path)).hex();
    }

    @Override
    public boolean isClosed() {
        return true;
    }

    @Override
    public String title() {
        return "the test";
    }
}

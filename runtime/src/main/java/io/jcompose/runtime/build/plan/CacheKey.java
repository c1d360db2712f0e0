package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.build.context.Entry;
import io.jcompose.runtime.build.context.Selection;
import io.jcompose.runtime.build.context.SourceTree;
import io.jcompose.runtime.build.dockerfile.Heredoc;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Digests of everything that a step's result depends on; times of files are not part of it. */
public final class CacheKey {
    /** Told apart from keys of older versions of this class. */
    private static final String VERSION = "jcompose-build-2";

    private final MessageDigest sha256 = Digest.sha256();

    private CacheKey(String kind) {
        text(VERSION).text(kind);
    }

    /** @param layers below the step, the lowest first */
    public static Digest run(Step.Run run, List<String> layers, Map<String, String> mountedContents, String further) {
        CacheKey key = new CacheKey("run").texts(layers).texts(run.command());
        key.pairs(run.environment()).text(run.user()).text(run.workingDirectory());
        key.text(run.network()).text(further);
        key.number(run.mounts().size());
        for (RunMount mount : run.mounts()) {
            key.text(mount.toString());
        }
        key.pairs(mountedContents);
        for (Heredoc script : run.scripts()) {
            key.text(script.name()).text(script.content());
        }
        return key.digest();
    }

    /** @param layers none for a copy that does not depend on them ({@code --link}) */
    public static Digest copy(Step.Copy copy, List<String> layers, String content) {
        return new CacheKey("copy")
                .texts(layers)
                .text(content)
                .texts(copy.urls())
                .pairs(copy.documents())
                .text(copy.target())
                .text(copy.owner())
                .text(copy.mode())
                .text(copy.checksum())
                .text(unpacking(copy))
                .digest();
    }

    /** As it was called when there were no more ways. */
    private static String unpacking(Step.Copy copy) {
        String way = switch (copy.unpack()) {
            case NONE -> "false";
            case OF_CONTEXT -> "true";
            case ALL -> "all";
        };
        return copy.history() ? way + " with history" : way;
    }

    public static Digest directory(Step.Directory directory, List<String> layers, String further) {
        return new CacheKey("directory")
                .texts(layers)
                .text(directory.path())
                .text(directory.owner())
                .text(further)
                .digest();
    }

    /** What a selection holds: names, kinds, modes, owners, bytes. */
    public static String content(Selection selection, SourceTree tree) throws IOException {
        CacheKey key = new CacheKey("content").text(Boolean.toString(selection.isFile()));
        for (Selection.Item item : selection.items()) {
            Entry entry = item.entry();
            key.text(item.target()).text(entry.kind().name());
            key.number(entry.uid()).number(entry.gid());
            if (entry.kind() == Entry.Kind.LINK) {
                key.text(entry.link());
            } else {
                key.number(entry.mode());
            }
            if (entry.kind() == Entry.Kind.FILE) {
                key.text(tree.digest(item.source(), entry));
            }
            tree.attributes(item.source())
                    .forEach((name, value) -> key.text(name).bytes(value));
        }
        return key.digest().hex();
    }

    /** Of a question whose answer is remembered: what a selection out of these layers holds. */
    public static Digest question(Step.Copy copy, List<String> layers) {
        return new CacheKey("question")
                .texts(layers)
                .texts(copy.sources())
                .texts(copy.exclude())
                .text(Boolean.toString(copy.parents()))
                .digest();
    }

    /**
     * Of a result that somebody else's cache claims. It is remembered as theirs: a build that does not name that cache
     * must not find it.
     */
    public static Digest elsewhere(String origin, Digest key) {
        return new CacheKey("elsewhere").text(origin).text(key.hex()).digest();
    }

    private CacheKey text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private CacheKey bytes(byte[] bytes) {
        number(bytes.length);
        sha256.update(bytes);
        return this;
    }

    private CacheKey number(long number) {
        sha256.update(ByteBuffer.allocate(8).putLong(0, number));
        return this;
    }

    private CacheKey texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    private CacheKey pairs(Map<String, String> pairs) {
        number(pairs.size());
        new TreeMap<>(pairs).forEach((name, value) -> text(name).text(value));
        return this;
    }

    private Digest digest() {
        return Digest.of(sha256);
    }
}

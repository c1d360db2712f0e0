package io.jcompose.runtime.build.context;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A tree that is copied from. Paths are those of {@link RelativePath}; none of these calls follows a link. */
public interface SourceTree {
    Optional<Entry> entry(String path) throws IOException;

    /** The names in a directory, sorted. */
    List<String> names(String directory) throws IOException;

    /** A file's bytes. */
    InputStream open(String path) throws IOException;

    /** Extended attributes that are copied: file capabilities and the user's own. */
    SortedMap<String, byte[]> attributes(String path) throws IOException;

    /** What the file holds, as 64 hex digits; the answer may be remembered. */
    String digest(String path, Entry entry) throws IOException;

    /** Whether a link that leads out is refused; else it ends at the root, as in a container. */
    boolean isClosed();

    /** What it is, for messages. */
    String title();

    /** Why a path is not there that may lie on the disk, as {@code ": ..."}; empty when nothing is known of it. */
    default String absence(String path) {
        return "";
    }

    /**
     * The path behind all links of {@code path}, which need not exist.
     *
     * @throws ContainerException when a link leads out of a closed tree, or in a circle
     */
    default String resolved(String path) throws IOException, ContainerException {
        return new LinkWalk(this).resolved(path);
    }
}

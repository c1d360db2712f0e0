package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the API does with images besides listing and using them. Paths are absolute, of this host, perhaps of pipes. */
public interface ImageWorks {
    void tag(String source, String name) throws Refused;

    /** A JSON object as text. */
    String inspect(String reference) throws Refused;

    /** The last step first. */
    List<Step> history(String reference) throws Refused;

    /** A step in the making of an image; {@code created} in ISO form or empty, {@code size} in bytes. */
    record Step(String created, String createdBy, long size, String comment) {}

    Usage usage();

    /** Bytes on the disk. */
    record Usage(int images, int active, long size, long reclaimable, List<Part> each) {}

    /** An image's part of them. */
    record Part(String id, List<String> references, String created, long shared, long unique, boolean active) {}

    Pruned prune(boolean all, @Nullable Instant before, Map<String, String> labels) throws Refused;

    /** Lines, and bytes that are free now. */
    record Pruned(List<String> lines, long freed) {}

    /** A sentence for each damaged image. */
    List<String> check(Consumer<String> progress) throws Refused;

    void save(List<String> references, boolean oci, String to) throws Refused;

    /** A line for each image. */
    List<String> load(String from, Consumer<String> progress) throws Refused;

    /** The id of the new image. */
    String importTree(String from, String name, List<String> changes, String message) throws Refused;

    /** @param index of the replica, from 1; 0 for the first */
    void export(String project, String service, int index, String to) throws Refused;
}

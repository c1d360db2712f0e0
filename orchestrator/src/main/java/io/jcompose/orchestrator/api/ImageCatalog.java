package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Images, as the API shows and changes them. */
public interface ImageCatalog {
    List<Entry> list();

    /**
     * What was removed, a line each.
     *
     * @param force also an image that a release needs
     */
    List<String> remove(String reference, boolean force) throws Refused;

    /** Makes an image out of files of the host; {@code progress} gets lines. */
    Entry fromHost(String name, List<String> paths, Consumer<String> progress) throws Refused;

    /** One image; {@code size} in bytes. */
    record Entry(String id, List<String> references, long size, Instant created) {}
}

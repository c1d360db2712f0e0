package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What there is: the index, and the content that it names. Reading is from memory and never waits. An image exists from
 * the moment that the index names it, which is after all of it is on disk.
 */
final class Holdings {
    private static final int SPARE = 1 << 20;

    private final StoreLayout layout;
    private final Disk disk;
    private final ContentStore content;
    /** Held while the index changes, and by whatever removes content. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile Catalog catalog;

    private Holdings(StoreLayout layout, Disk disk, ContentStore content, Catalog catalog) {
        this.layout = layout;
        this.disk = disk;
        this.content = content;
        this.catalog = catalog;
    }

    /** Opens what is there, and clears what a crash left. */
    static Holdings open(StoreLayout layout, Disk disk) throws IOException {
        layout.create();
        ContentStore content = new ContentStore(layout, disk);
        ImageIndex index =
                Files.exists(layout.index()) ? IndexJson.read(Files.readAllBytes(layout.index())) : ImageIndex.EMPTY;
        Catalog catalog = Catalog.load(index, content);
        content.sweep(index.blobs(), index.layers());
        keepSpare(layout);
        return new Holdings(layout, disk, content, catalog);
    }

    Catalog catalog() {
        return catalog;
    }

    ImageIndex index() {
        return catalog.index();
    }

    ContentStore content() {
        return content;
    }

    /** By id, then by name, then by the start of an id: a name may look like one. */
    Optional<Image> find(String reference) throws ContainerException {
        Catalog now = catalog;
        if (Catalog.isWholeId(reference)) {
            return now.byId(reference);
        }
        return now.named(ImageReference.parse(reference)).or(() -> now.byId(reference));
    }

    /** @throws ContainerException.ImageNotFound when there is none */
    Image require(String reference) throws ContainerException {
        return find(reference)
                .orElseThrow(() -> new ContainerException.ImageNotFound(
                        "no image '" + reference + "' on this host; 'jcompose image ls' shows those that are there"));
    }

    /** Work during which the index does not change otherwise. */
    @FunctionalInterface
    interface Change<T> {
        T run() throws IOException, ContainerException;
    }

    <T> T changing(Change<T> change) throws IOException, ContainerException {
        changing.lock();
        try {
            return change.run();
        } finally {
            changing.unlock();
        }
    }

    /** Makes an index the truth: on disk first, then in memory. Only while {@link #changing}. */
    void commit(ImageIndex index) throws IOException {
        Catalog next = Catalog.load(index, content);
        byte[] json = IndexJson.write(index);
        try {
            write(json);
        } catch (IOException e) {
            // Who removes an image because the disk is full must be able to.
            if (!isFull(e) || !Files.deleteIfExists(layout.spare())) {
                throw e;
            }
            write(json);
        }
        catalog = next;
    }

    private void write(byte[] json) throws IOException {
        disk.write(layout.index(), json, layout.temporary().resolve("index"));
    }

    /** Room for the index when there is none elsewhere. */
    private static void keepSpare(StoreLayout layout) throws IOException {
        if (Files.exists(layout.spare())) {
            return;
        }
        try {
            Files.write(layout.spare(), new byte[SPARE]);
        } catch (IOException e) {
            Files.deleteIfExists(layout.spare());
            if (!isFull(e)) {
                throw e;
            }
        }
    }

    /** Removes what the index does not name and nobody holds. Only while {@link #changing}. */
    void sweep() throws IOException {
        ImageIndex index = catalog.index();
        content.sweep(index.blobs(), index.layers());
    }

    /** Holds all that an image has. Only while {@link #changing}. */
    void pin(ImageIndex.Stored stored, Lease lease) {
        content.pinBlob(stored.id(), lease);
        content.pinBlob(stored.manifest(), lease);
        for (ImageIndex.Layer layer : stored.layers()) {
            content.pinLayer(layer.diffId(), lease);
            Digest blob = layer.blob();
            if (blob != null) {
                content.pinBlob(blob, lease);
            }
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T run(Lease lease) throws IOException, ContainerException;
    }

    /** Runs a work whose content nobody sweeps away; of one that fails nothing is left. */
    <T> T leased(String subject, Work<T> work) throws ContainerException {
        Exception failure;
        try (Lease lease = content.lease()) {
            return work.run(lease);
        } catch (IOException e) {
            failure = new ContainerException("cannot finish the work on image '" + subject + "': " + sentence(e), e);
        } catch (ContainerException | RuntimeException e) {
            failure = e;
        }
        sweepAfter(failure);
        if (failure instanceof ContainerException e) {
            throw e;
        }
        throw (RuntimeException) failure;
    }

    private void sweepAfter(Exception failure) {
        // An interrupted thread cannot write files.
        boolean interrupted = Thread.interrupted();
        changing.lock();
        try {
            sweep();
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            changing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static String sentence(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " is not there";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + " may not be read or written by this user";
        }
        if (isFull(e)) {
            return "the disk is full; 'jcompose image prune' removes what nothing uses";
        }
        return String.valueOf(e.getMessage());
    }

    private static boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left on device") || text.contains("disk quota exceeded");
    }
}

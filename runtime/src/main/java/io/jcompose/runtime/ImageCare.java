package io.jcompose.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is asked and done about the images of a host besides using them. */
public interface ImageCare {
    /**
     * Gives an image one more name; an image that had the name before loses it.
     *
     * @param source name or id
     * @throws ContainerException.ImageNotFound when there is no such image
     */
    void tag(String source, String name) throws ContainerException;

    /** What registries are known to have. */
    @FunctionalInterface
    interface Published {
        /** {@code sha256:...} that the registry of a name has under it, if that is this image. */
        Optional<String> digest(String name, String image);
    }

    /** All that is known of an image, as a JSON object in the form of {@code docker image inspect}. */
    String inspect(String reference, Published published) throws ContainerException;

    /** How an image was made, the last step first. */
    List<Step> history(String reference) throws ContainerException;

    /**
     * One step.
     *
     * @param created null when the image does not say
     * @param size bytes of the layer that it made; 0 when it made none
     */
    record Step(@Nullable Instant created, String createdBy, long size, String comment) {}

    /**
     * What the images take of the disk.
     *
     * @param inUse ids of images that containers use
     */
    Usage usage(Set<String> inUse);

    /**
     * Bytes on the disk.
     *
     * @param size of all layers and blobs, each counted once
     * @param reclaimable of what only images have that no container uses
     */
    record Usage(int images, int active, long size, long reclaimable, List<ImageUsage> each) {}

    /**
     * One image's part.
     *
     * @param shared bytes of layers that other images have, too
     * @param unique bytes that go when the image is removed
     */
    record ImageUsage(String id, List<String> references, Instant created, long shared, long unique, boolean active) {}

    /**
     * Removes images that no container uses.
     *
     * @param choice which of them
     * @param inUse ids of images that containers use
     */
    Pruned prune(Choice choice, Set<String> inUse) throws ContainerException;

    /**
     * Which images may go.
     *
     * @param all also those that have a name
     * @param before only those that were made before; null for any time
     * @param labels that they must have, with these values; an empty value stands for any
     */
    record Choice(boolean all, @Nullable Instant before, Map<String, String> labels) {
        public Choice {
            labels = Map.copyOf(labels);
        }
    }

    /** Lines as {@code Deleted: sha256:...}, and the bytes that are free now. */
    record Pruned(List<String> lines, long freed) {}

    /**
     * Reads all images and compares every byte with its digest.
     *
     * @param progress gets a line for each image
     * @return a sentence for each that is damaged; none when all are well
     */
    List<String> check(Consumer<String> progress) throws ContainerException;
}

package io.jcompose.runtime.archive;

import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.manifest.ImageReference;
import java.util.List;

/**
 * An image that an archive has.
 *
 * @param names may be none; without those that an archive cannot give: one with a digest would promise content that nobody
 *     checked, and a built-in image is made from this host
 */
record ArchivedImage(ArchiveSource source, List<ImageReference> names) {
    ArchivedImage {
        names = names.stream()
                .filter(name -> name.digest() == null && !ImageStore.isBuiltIn(name))
                .toList();
    }
}

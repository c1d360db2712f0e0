package io.jcompose.runtime.archive;

import io.jcompose.runtime.manifest.ImageReference;
import java.util.List;

/**
 * An image that an archive has.
 *
 * @param names may be none
 */
record ArchivedImage(ArchiveSource source, List<ImageReference> names) {
    ArchivedImage {
        names = List.copyOf(names);
    }
}

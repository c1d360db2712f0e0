package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.text.Written;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Digests of the images of a project: as far as the files give them, since no registry can be asked yet. */
final class Digests {
    private static final String MARK = "@sha256:";

    private Digests() {}

    /** An override file that names each image by its digest. */
    static String locked(SortedMap<String, String> images, boolean json) throws UsageException {
        require(images);
        return Written.images(images, json);
    }

    /** Refuses when an image has no digest. */
    static void require(SortedMap<String, String> images) throws UsageException {
        List<String> missing = images.entrySet().stream()
                .filter(entry -> !entry.getValue().contains(MARK))
                .map(Map.Entry::getValue)
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "cannot resolve the digest of " + String.join(", ", missing)
                            + ": jcompose does not ask registries yet",
                    "write it into the file, as in `image: nginx:1.27" + MARK + "...`");
        }
    }
}

package io.jcompose.runtime.manifest;

import java.util.List;

/** What a registry or an archive has under the name of an image. */
public sealed interface Document {
    /** As the document names itself, else as it was recognised; one of {@link MediaTypes}. */
    String mediaType();

    /**
     * One image.
     *
     * @param layers the lowest first
     */
    record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) implements Document {
        public Manifest {
            layers = List.copyOf(layers);
        }
    }

    /** Images for several platforms. */
    record Index(String mediaType, List<Descriptor> manifests) implements Document {
        public Index {
            manifests = List.copyOf(manifests);
        }
    }
}

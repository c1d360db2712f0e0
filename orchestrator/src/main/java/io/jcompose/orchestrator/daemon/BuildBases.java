package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.build.ImageBuilds;
import java.util.function.Consumer;

/** Base images of builds: those of this host, else those of registries, asked without an account. */
record BuildBases(Images images, Registries registries) implements ImageBuilds.Bases {
    /** Names that are made of this host's files, and are in no registry. */
    private static final String BUILT_IN = "jcompose/";

    @Override
    public Image get(String reference, boolean fresh, Consumer<String> progress) throws ContainerException {
        if (fresh && !reference.startsWith(BUILT_IN)) {
            return registries.pull(reference, Registries.Visit.PLAIN);
        }
        try {
            return images.get(reference, progress);
        } catch (ContainerException.ImageNotFound missing) {
            if (reference.startsWith(BUILT_IN)) {
                throw missing;
            }
            return pulled(reference, missing);
        }
    }

    private Image pulled(String reference, ContainerException.ImageNotFound missing) throws ContainerException {
        try {
            return registries.pull(reference, Registries.Visit.PLAIN);
        } catch (ContainerException e) {
            throw new ContainerException(e.getMessage() + "; " + missing.getMessage(), e);
        }
    }
}

package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.Builds;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.TransferProgress;
import java.util.function.Consumer;

/** Base images of builds: those of this host, else those of registries, asked as whoever builds. */
record BuildBases(Images images, Registries registries, RegistryAccounts accounts) implements Builds.Bases {
    /** Names that are made of this host's files, and are in no registry. */
    private static final String BUILT_IN = "jcompose/";

    @Override
    public Image get(String reference, boolean fresh, Consumer<String> progress) throws ContainerException {
        if (fresh && !reference.startsWith(BUILT_IN)) {
            return registries.pull(reference, visit());
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
            return registries.pull(reference, visit());
        } catch (ContainerException e) {
            throw new ContainerException(e.getMessage() + "; " + missing.getMessage(), e);
        }
    }

    private Registries.Visit visit() {
        return new Registries.Visit(accounts, null, TransferProgress.NONE);
    }
}

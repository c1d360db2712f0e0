package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.build.CacheRegistries;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.registry.RegistryImages;
import java.util.function.Consumer;

/** Caches of builds in registries, asked as whoever builds. */
record BuildCacheRegistries(RegistryImages registries) implements CacheRegistries {
    @Override
    public ImageSource open(String reference, RegistryAccounts accounts) throws ContainerException {
        return registries.open(reference, new Registries.Visit(accounts, null, TransferProgress.NONE));
    }

    @Override
    public void send(ImageContent image, String reference, RegistryAccounts accounts, Consumer<String> progress)
            throws ContainerException {
        registries.send(image, reference, new Registries.Visit(accounts, null, new Lines(progress)));
    }

    /** Layers that are sent are told when they are there. */
    private record Lines(Consumer<String> told) implements TransferProgress {
        @Override
        public void layer(String digest, Step step, long done, long total) {
            if (step == Step.PUSHED || step == Step.MOUNTED) {
                told.accept(digest + ": " + step);
            }
        }

        @Override
        public void line(String sentence) {
            told.accept(sentence);
        }
    }
}

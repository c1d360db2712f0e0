package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import java.util.function.Consumer;

/** Registries, as far as builds keep results there. */
public interface CacheRegistries {
    /** Asks for manifest and configuration; layers only when they are read. */
    ImageSource open(String reference, RegistryAccounts accounts) throws ContainerException;

    /** Sends an image that may have no name here. */
    void send(ImageContent image, String reference, RegistryAccounts accounts, Consumer<String> progress)
            throws ContainerException;

    /** There are none. */
    CacheRegistries NONE = new CacheRegistries() {
        @Override
        public ImageSource open(String reference, RegistryAccounts accounts) throws ContainerException {
            throw new ContainerException("there is no way to registries here");
        }

        @Override
        public void send(ImageContent image, String reference, RegistryAccounts accounts, Consumer<String> progress)
                throws ContainerException {
            throw new ContainerException("there is no way to registries here");
        }
    };
}

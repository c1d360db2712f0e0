package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One image of a registry, chosen for one platform: what the store takes in. */
final class Download implements ImageSource {
    private static final int DEEPEST = 4;
    private static final long LARGEST_CONFIG = 8 << 20;

    private final Remote remote;
    private final Repository repository;
    private final Digest named;
    private final byte[] manifest;
    private final Descriptor config;
    private final byte[] configBytes;
    /** The store asks again for what broke off; here that was done already. */
    private final AtomicReference<@Nullable ContainerException> gaveUp = new AtomicReference<>();

    private Download(
            Remote remote,
            Repository repository,
            Digest named,
            byte[] manifest,
            Descriptor config,
            byte[] configBytes) {
        this.remote = remote;
        this.repository = repository;
        this.named = named;
        this.manifest = manifest;
        this.config = config;
        this.configBytes = configBytes;
    }

    /** Asks for everything but the layers. */
    static Download find(Remote remote, ImageReference reference, Platform platform) throws ContainerException {
        Repository repository = Repository.of(reference);
        Manifests manifests = new Manifests(remote, repository);
        byte[] bytes = manifests.fetch(asked(reference));
        Digest named = Digest.of(bytes);
        Document document = DocumentReader.read(bytes, reference.toString());
        Set<Digest> seen = new HashSet<>(Set.of(named));
        while (document instanceof Document.Index index) {
            Digest next = PlatformChoice.choose(index, platform).digest();
            if (!seen.add(next) || seen.size() > DEEPEST) {
                throw new ContainerException("its indexes name each other, or lie more than " + DEEPEST + " deep");
            }
            bytes = manifests.fetch(next.toString());
            document = DocumentReader.read(bytes, reference.toString());
        }
        Descriptor config = ((Document.Manifest) document).config();
        byte[] configBytes = config(remote, repository, config);
        PlatformChoice.check(configBytes, platform);
        return new Download(remote, repository, named, bytes, config, configBytes);
    }

    static String asked(ImageReference reference) {
        @Nullable String digest = reference.digest();
        return digest == null ? String.valueOf(reference.tag()) : digest;
    }

    private static byte[] config(Remote remote, Repository repository, Descriptor config) throws ContainerException {
        if (config.size() > LARGEST_CONFIG) {
            throw new ContainerException("its configuration has " + config.size() + " bytes, more than any needs");
        }
        return remote.run(() -> {
            try (InputStream in = BlobStream.open(remote, repository, config, 0, failure -> {})) {
                byte[] bytes = in.readAllBytes();
                if (!Digest.of(bytes).equals(config.digest())) {
                    throw new IOException("the configuration " + config.digest() + " came as other content");
                }
                return bytes;
            }
        });
    }

    /** Of what the registry has under the name: an index, or the manifest. */
    Digest named() {
        return named;
    }

    @Override
    public byte[] manifest() {
        return manifest.clone();
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws ContainerException {
        if (blob.digest().equals(config.digest())) {
            int begin = (int) Math.min(offset, configBytes.length);
            return new ByteArrayInputStream(configBytes, begin, configBytes.length - begin);
        }
        ContainerException before = gaveUp.get();
        if (before != null) {
            throw before;
        }
        return BlobStream.open(remote, repository, blob, offset, gaveUp::set);
    }
}

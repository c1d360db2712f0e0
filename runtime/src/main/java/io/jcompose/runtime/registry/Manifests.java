package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.IOException;
import java.util.Map;

/** Fetches manifests and indexes, byte for byte, and checks that they are what was asked for. */
final class Manifests {
    private static final String ACCEPTED = String.join(
            ", ", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_LIST, MediaTypes.DOCKER_MANIFEST);

    private final Remote remote;
    private final Repository repository;

    Manifests(Remote remote, Repository repository) {
        this.remote = remote;
        this.repository = repository;
    }

    /** @param reference a tag, or a digest that the bytes must have */
    byte[] fetch(String reference) throws ContainerException {
        return remote.run(() -> attempt(reference));
    }

    private byte[] attempt(String reference) throws IOException, ContainerException {
        Ask ask = remote.get(repository.manifest(reference), Map.of("Accept", ACCEPTED));
        try (Reply reply = remote.send(ask, repository.scope(false))) {
            if (!reply.good()) {
                throw remote.refused(reply);
            }
            byte[] bytes = reply.bytes(DocumentReader.LARGEST);
            if (bytes == null) {
                throw new ContainerException(remote.name() + " sends a manifest of more than " + DocumentReader.LARGEST
                        + " bytes, which is refused");
            }
            String promised = reference.startsWith("sha256:")
                    ? reference
                    : reply.header("Docker-Content-Digest").orElse("");
            String found = Digest.of(bytes).toString();
            if (promised.startsWith("sha256:") && !promised.equals(found)) {
                throw new IOException("the manifest " + Plain.text(promised, 80) + " came as other content, " + found);
            }
            return bytes;
        }
    }
}

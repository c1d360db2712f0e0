package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.TransferProgress.Step;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends one image of the store to one repository: its layers side by side, then its configuration, its manifest last. */
final class ImagePush {
    private final Remote remote;
    private final Repository repository;
    private final ImageContent image;
    private final MemoryFile memory;
    private final Path temporary;
    private final TransferProgress progress;
    private final Upload upload;

    /** @param temporary a directory for compressed layers on their way; made when it is needed */
    ImagePush(
            Remote remote,
            Repository repository,
            ImageContent image,
            MemoryFile memory,
            Path temporary,
            TransferProgress progress) {
        this.remote = remote;
        this.repository = repository;
        this.image = image;
        this.memory = memory;
        this.temporary = temporary;
        this.progress = progress;
        this.upload = new Upload(remote, repository, Upload.PART);
    }

    /**
     * Sends it.
     *
     * @param elsewhere other repositories of the same registry, by what they have
     * @return digest of the manifest that the registry has now
     */
    Digest run(String tag, Map<Digest, String> elsewhere, int parallel) throws ContainerException {
        List<Descriptor> before = image.manifest().layers();
        List<Descriptor> after = layers(before, elsewhere, parallel);
        Descriptor config = image.manifest().config();
        upload.send(config, () -> new ByteArrayInputStream(image.config()), elsewhere.get(config.digest()), sent -> {});
        byte[] manifest;
        try {
            manifest = PushedManifest.of(image.manifestBytes(), before, after);
        } catch (IOException e) {
            throw new ContainerException("its manifest cannot be written: " + e.getMessage(), e);
        }
        return remote.run(() -> put(tag, manifest));
    }

    private Digest put(String tag, byte[] manifest) throws IOException, ContainerException {
        Digest digest = Digest.of(manifest);
        Map<String, String> headers = Map.of("Content-Type", image.manifest().mediaType());
        Ask ask = new Ask("PUT", remote.uri(repository.manifest(tag)), headers, Payload.of(manifest));
        try (Reply reply = remote.expect(ask, repository.scope(true), Set.of(200, 201, 202, 204))) {
            String stored = reply.header("Docker-Content-Digest").orElse(digest.toString());
            if (!stored.equals(digest.toString())) {
                throw new ContainerException(remote.name() + " stored another manifest than was sent: "
                        + Plain.text(stored, 100) + " instead of " + digest);
            }
            return digest;
        }
    }

    private List<Descriptor> layers(List<Descriptor> before, Map<Digest, String> elsewhere, int parallel)
            throws ContainerException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<Descriptor>> sending = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                int number = i;
                progress.layer(
                        before.get(i).digest().toString(),
                        Step.WAITING,
                        0,
                        before.get(i).size());
                Callable<Descriptor> work = () -> layer(number, before.get(number), elsewhere);
                sending.add(threads.submit(work));
            }
            List<Descriptor> after = new ArrayList<>();
            for (Future<Descriptor> one : sending) {
                after.add(result(one));
            }
            return after;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Descriptor result(Future<Descriptor> sending) throws ContainerException {
        try {
            return sending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("it was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContainerException cause) {
                throw cause;
            }
            throw new ContainerException("a layer cannot be sent: " + e.getCause(), e);
        }
    }

    private Descriptor layer(int number, Descriptor layer, Map<Digest, String> elsewhere)
            throws IOException, ContainerException {
        if (!PushedManifest.isBare(layer)) {
            send(layer, layer, () -> image.open(layer), elsewhere);
            return layer;
        }
        Digest diffId = image.diffIds().get(number);
        Memory.Packed known = memory.now().packed(diffId);
        if (known != null) {
            Descriptor packed = known.as(PushedManifest.packedType(layer));
            if (upload.has(packed)) {
                progress.layer(layer.digest().toString(), Step.PRESENT, packed.size(), packed.size());
                return packed;
            }
        }
        return pack(number, layer, elsewhere);
    }

    private Descriptor pack(int number, Descriptor layer, Map<Digest, String> elsewhere)
            throws IOException, ContainerException {
        Path file = Files.createDirectories(temporary).resolve(UUID.randomUUID().toString());
        long size = image.tarSize(number);
        String name = layer.digest().toString();
        try {
            Memory.Packed packed = Packing.pack(
                    () -> image.openTar(number), file, done -> progress.layer(name, Step.COMPRESSING, done, size));
            memory.change(now -> now.with(image.diffIds().get(number), packed));
            Descriptor sent = packed.as(PushedManifest.packedType(layer));
            send(layer, sent, () -> Files.newInputStream(file), elsewhere);
            return sent;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void send(Descriptor shown, Descriptor blob, Upload.Content content, Map<Digest, String> elsewhere)
            throws ContainerException {
        String name = shown.digest().toString();
        Upload.End end = upload.send(
                blob,
                content,
                elsewhere.get(blob.digest()),
                sent -> progress.layer(name, Step.UPLOADING, sent, blob.size()));
        Step step = switch (end) {
            case PRESENT -> Step.PRESENT;
            case MOUNTED -> Step.MOUNTED;
            case SENT -> Step.PUSHED;
        };
        progress.layer(name, step, blob.size(), blob.size());
    }
}

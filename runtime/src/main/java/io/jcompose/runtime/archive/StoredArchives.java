package io.jcompose.runtime.archive;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageArchives;
import io.jcompose.runtime.build.plan.Changes;
import io.jcompose.runtime.build.plan.Settings;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.image.AddProgress;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.image.NewImage;
import io.jcompose.runtime.image.Room;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.MergedTar;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@link ImageArchives} of a store. */
public final class StoredArchives implements ImageArchives {
    private static final int SHORT_ID = 12;

    private final ImageStore store;
    private final Clock clock;

    public StoredArchives(ImageStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void save(List<String> references, Format format, Path to) throws ContainerException {
        List<ArchiveWriter.Saved> images = new ArrayList<>();
        try {
            for (String reference : references) {
                add(images, reference);
            }
            Destination.write(to, out -> ArchiveWriter.write(images, format == Format.DOCKER, out));
        } catch (IOException e) {
            throw new ContainerException("cannot save to " + to + ": " + Sentences.of(e), e);
        } finally {
            images.forEach(image -> image.content().close());
        }
    }

    /** An image that is asked for by several of its names is one. */
    private void add(List<ArchiveWriter.Saved> images, String reference) throws ContainerException {
        ImageContent content = store.content(reference);
        List<String> names = new ArrayList<>();
        if (!isId(content, reference)) {
            String name = ImageReference.parse(reference).toString();
            names.addAll(content.references().contains(name) ? List.of(name) : List.of());
        }
        for (int i = 0; i < images.size(); i++) {
            ArchiveWriter.Saved there = images.get(i);
            if (there.content().id().equals(content.id())) {
                content.close();
                List<String> all = new ArrayList<>(there.names());
                names.stream().filter(name -> !all.contains(name)).forEach(all::add);
                images.set(i, new ArchiveWriter.Saved(there.content(), all));
                return;
            }
        }
        images.add(new ArchiveWriter.Saved(content, names));
    }

    private static boolean isId(ImageContent content, String reference) {
        String text = reference.startsWith("sha256:") ? reference.substring("sha256:".length()) : reference;
        return content.id().hex().startsWith(text)
                && content.references().stream().noneMatch(name -> name.equals(text + ":latest"));
    }

    @Override
    public List<String> load(Path from, Consumer<String> progress) throws ContainerException {
        Path spool = store.newWork();
        try (Room room = store.room();
                ArchiveFile file = ArchiveFile.open(Spool.plainFile(from, spool.resolve("archive"), room))) {
            List<ArchivedImage> images = images(file);
            if (images.isEmpty()) {
                throw new ContainerException("there is no image in it");
            }
            List<String> lines = new ArrayList<>();
            for (ArchivedImage image : images) {
                Image added = store.add(image.source(), image.names(), new Lines(progress));
                image.names().forEach(name -> lines.add("Loaded image: " + name));
                if (image.names().isEmpty()) {
                    lines.add("Loaded image ID: " + added.id());
                }
            }
            return lines;
        } catch (IOException e) {
            throw new ContainerException("cannot load " + from + ": " + Sentences.of(e), e);
        } catch (ContainerException e) {
            throw new ContainerException("cannot load " + from + ": " + e.getMessage(), e);
        } finally {
            store.dropWork(spool);
        }
    }

    private static List<ArchivedImage> images(ArchiveFile file) throws IOException, ContainerException {
        if (file.has(DockerLayout.MANIFEST)) {
            return new DockerLayout(file).images();
        }
        if (file.has(OciLayout.INDEX)) {
            return new OciLayout(file).images();
        }
        throw new ContainerException("it has neither manifest.json nor index.json: it is no archive of images;"
                + " a tar file of a root file system is read by: jcompose image import");
    }

    private record Lines(Consumer<String> progress) implements AddProgress {
        @Override
        public void unpacked(Descriptor layer) {
            progress.accept(shortId(layer) + ": unpacked");
        }

        @Override
        public void alreadyThere(Descriptor layer) {
            progress.accept(shortId(layer) + ": already there");
        }

        private static String shortId(Descriptor layer) {
            return layer.digest().hex().substring(0, SHORT_ID);
        }
    }

    @Override
    public Image importTree(Path from, String name, List<String> changes, String message) throws ContainerException {
        List<ImageReference> names = name.isEmpty() ? List.of() : List.of(ImageReference.parse(name));
        String config = imported(changes, message);
        Path work = store.newWork();
        boolean taken = false;
        try (Room room = store.room();
                InputStream in = room.counting(Compression.unpacked(Pipes.reading(from)))) {
            LayerUnpacker.unpack(in, work, UnpackLimits.USUAL);
            taken = true;
            return store.compose(new NewImage(config, List.of(), List.of(work)), names);
        } catch (MalformedLayer e) {
            throw new ContainerException("cannot import " + from + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ContainerException("cannot import " + from + ": " + Sentences.of(e), e);
        } finally {
            if (!taken) {
                store.dropWork(work);
            }
        }
    }

    private String imported(List<String> changes, String message) throws ContainerException {
        Settings settings = new Settings();
        Changes.apply(settings, changes);
        Instant now = clock.instant();
        String comment = message.isEmpty() ? "Imported from a tree of files" : message;
        byte[] json = SettingsJson.write(settings, now, List.of(new SettingsJson.Past(now, "", comment, false)));
        return new String(json, StandardCharsets.UTF_8);
    }

    @Override
    public void export(List<Path> layers, Path to) throws ContainerException {
        try {
            Destination.write(to, (OutputStream out) -> MergedTar.write(layers, out));
        } catch (IOException e) {
            throw new ContainerException("cannot export to " + to + ": " + Sentences.of(e), e);
        }
    }
}

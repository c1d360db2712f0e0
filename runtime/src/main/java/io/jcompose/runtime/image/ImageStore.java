package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * {@link Images} in a directory that this process has for itself. Reading is from memory and never waits; one image is
 * made at a time, and who asks for it meanwhile waits for that work. An image exists from the moment that the index
 * names it, which is after all of it is on disk.
 */
public final class ImageStore implements Images {
    private final StoreLayout layout;
    private final Disk disk;
    private final ContentStore content;
    private final ImageMaker maker;
    private final ExecutorService threads;
    private final LayerIntake layers;
    private final ImageIntake intake;
    /** What {@link #newWork} made and nobody took. */
    private final Lease works;
    /** Held while an image is made of this host. Taken before {@link #changing}. */
    private final ReentrantLock making = new ReentrantLock();
    /** Held while the index changes, and by whatever removes content. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile Catalog catalog;

    private ImageStore(StoreLayout layout, Disk disk, ContentStore content, ImageMaker maker, Catalog catalog) {
        this.layout = layout;
        this.disk = disk;
        this.content = content;
        this.maker = maker;
        this.catalog = catalog;
        threads = Executors.newCachedThreadPool(ImageStore::thread);
        layers = new LayerIntake(content, new LayerWork(content, threads, UnpackLimits.USUAL));
        catalog.index().images().values().forEach(image -> image.layers().forEach(layers::know));
        intake = new ImageIntake(content, layers, threads);
        works = content.lease();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "image-layer");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens the store in a directory, which is made when missing, and clears what a crash left there.
     *
     * @param root an absolute path; no other process may have it open
     * @throws ContainerException when the directory cannot be used, or was written by a newer version
     */
    public static ImageStore open(Path root, Disk disk) throws ContainerException {
        return open(root, disk, Host.live(), Clock.systemUTC());
    }

    static ImageStore open(Path root, Disk disk, Host host, Clock clock) throws ContainerException {
        StoreLayout layout = new StoreLayout(root.toAbsolutePath().normalize());
        ContentStore content = new ContentStore(layout, disk);
        try {
            layout.create();
            ImageIndex index = Files.exists(layout.index())
                    ? IndexJson.read(Files.readAllBytes(layout.index()))
                    : ImageIndex.EMPTY;
            Catalog catalog = Catalog.load(index, content);
            content.sweep(catalog.index().blobs(), catalog.index().layers());
            ImageMaker maker = new ImageMaker(content, host, layout.root(), clock);
            return new ImageStore(layout, disk, content, maker, catalog);
        } catch (IOException e) {
            throw new ContainerException("cannot open the image store " + root + ": " + sentence(e), e);
        }
    }

    @Override
    public Image get(String reference, Consumer<String> progress) throws ContainerException {
        Optional<Image> known = find(reference);
        if (known.isPresent()) {
            return known.get();
        }
        if (Catalog.isWholeId(reference)) {
            return byId(reference);
        }
        ImageReference parsed = ImageReference.parse(reference);
        Optional<BuiltIn> builtIn = BuiltIn.named(parsed.name());
        if (builtIn.isEmpty() || !parsed.toString().equals(builtIn.get().reference())) {
            throw NotFound.of(reference, catalog.index().references().keySet());
        }
        return alone(builtIn.get().reference(), lease -> image(stored(builtIn.get(), progress, lease)));
    }

    /** By id, then by name, then by the start of an id: a name may look like one. */
    private Optional<Image> find(String reference) throws ContainerException {
        Catalog now = catalog;
        if (Catalog.isWholeId(reference)) {
            return now.byId(reference);
        }
        return now.named(ImageReference.parse(reference)).or(() -> now.byId(reference));
    }

    /** The built-in image, made now if nobody made it meanwhile. */
    private ImageIndex.Stored stored(BuiltIn builtIn, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        Catalog now = catalog;
        Digest known = now.index().references().get(builtIn.reference());
        ImageIndex.Stored there = known == null ? null : now.index().images().get(known);
        if (there != null && now.images().containsKey(there.id())) {
            return there;
        }
        ImageIndex.Stored made = switch (builtIn) {
            case SHELL -> maker.shell(line(builtIn, progress), lease);
            case JAVA -> maker.java(stored(BuiltIn.SHELL, progress, lease), line(builtIn, progress), lease);
        };
        name(made, List.of(builtIn.reference()));
        return made;
    }

    private static Consumer<String> line(BuiltIn builtIn, Consumer<String> progress) {
        return text -> progress.accept(builtIn.imageName() + ": " + text);
    }

    @Override
    public Image byId(String id) throws ContainerException {
        return catalog.byId(id)
                .orElseThrow(() -> new ContainerException.ImageNotFound(
                        "no image with id " + id + " on this host; 'jcompose image ls' shows those that are there"));
    }

    @Override
    public List<Image> list() {
        return catalog.sorted();
    }

    @Override
    public Image fromHost(String name, List<Path> paths, Consumer<String> progress) throws ContainerException {
        ImageReference reference = ImageReference.parse(name);
        if (reference.digest() != null) {
            throw new ContainerException(
                    "cannot make '" + name + "': a digest cannot be chosen, only a name and a tag");
        }
        if (BuiltIn.named(reference.name()).isPresent()) {
            throw new ContainerException("cannot make '" + name + "': the name is that of a built-in image");
        }
        if (paths.isEmpty()) {
            throw new ContainerException("cannot make '" + name + "': no path was given");
        }
        List<Path> absolute = new ArrayList<>();
        for (Path path : paths) {
            absolute.add(path.toAbsolutePath());
        }
        return alone(reference.toString(), lease -> {
            ImageIndex.Stored made = maker.of(absolute, progress, lease);
            name(made, List.of(reference.toString()));
            return image(made);
        });
    }

    /**
     * Takes an image from anywhere, checks all of it, and gives it names. Several run side by side; a layer that two want
     * is read once. Of one that fails nothing is left.
     *
     * @param names may be none; each may have a digest, which then is the manifest's
     * @throws ContainerException when the source is broken, lies, or has what an image must not have
     */
    public Image add(ImageSource source, List<ImageReference> names, AddProgress progress) throws ContainerException {
        String subject = names.isEmpty() ? "an image" : names.get(0).toString();
        return leased(subject, lease -> {
            ImageIndex.Stored stored = intake.take(source, subject, progress, lease, this::present);
            name(stored, names.stream().map(ImageReference::toString).toList());
            return image(stored);
        });
    }

    /**
     * The bytes of an image, to be closed.
     *
     * @throws ContainerException.ImageNotFound when there is none
     */
    public ImageContent content(String reference) throws ContainerException {
        Lease lease = content.lease();
        boolean given = false;
        changing.lock();
        try {
            Image image = find(reference)
                    .orElseThrow(() -> new ContainerException.ImageNotFound("no image '" + reference
                            + "' on this host; 'jcompose image ls' shows those that are there"));
            ImageIndex.Stored stored = catalog.index().stored(Digest.parse(image.id()));
            pin(stored, lease);
            byte[] manifest = content.blob(stored.manifest());
            if (!(DocumentReader.read(manifest, reference) instanceof Document.Manifest document)) {
                throw new ContainerException("the manifest of " + reference + " is a list of images");
            }
            given = true;
            return new ImageContent(
                    content, lease, threads, stored, image.references(), manifest, document, content.blob(stored.id()));
        } catch (IOException e) {
            throw new ContainerException("cannot read image '" + reference + "': " + sentence(e), e);
        } finally {
            changing.unlock();
            if (!given) {
                lease.close();
            }
        }
    }

    private Optional<ImageIndex.Stored> present(Digest id, Lease lease) {
        changing.lock();
        try {
            if (!catalog.images().containsKey(id)) {
                return Optional.empty();
            }
            ImageIndex.Stored stored = catalog.index().stored(id);
            pin(stored, lease);
            return Optional.of(stored);
        } finally {
            changing.unlock();
        }
    }

    private void pin(ImageIndex.Stored stored, Lease lease) {
        content.pinBlob(stored.id(), lease);
        content.pinBlob(stored.manifest(), lease);
        for (ImageIndex.Layer layer : stored.layers()) {
            content.pinLayer(layer.diffId(), lease);
            if (layer.blob() != null) {
                content.pinBlob(layer.blob(), lease);
            }
        }
    }

    /**
     * An empty directory in the store's file system, to be filled and given to {@link #compose}, or to {@link #dropWork}.
     * One that is left over is gone when the store is opened again.
     */
    public Path newWork() throws ContainerException {
        Path work = content.newTemporary(works);
        works.pin(aside(work));
        try {
            return Files.createDirectory(work);
        } catch (IOException e) {
            works.release(work);
            throw new ContainerException("cannot begin the work on an image: " + sentence(e), e);
        }
    }

    /** Where a layer that is unpacked into the work puts what it replaces. */
    private static Path aside(Path work) {
        return work.resolveSibling(work.getFileName() + LayerUnpacker.ASIDE);
    }

    /** Removes what {@link #newWork} gave, if it is there. */
    public void dropWork(Path work) throws ContainerException {
        works.release(work);
        works.release(aside(work));
        try {
            content.removeTree(work);
        } catch (IOException e) {
            throw new ContainerException("cannot remove " + work + ": " + sentence(e), e);
        }
    }

    /**
     * Puts an image together; its directories are the store's from here on. The same content gives the same image.
     *
     * @param names may be none: such an image stays until it is pruned
     */
    public Image compose(NewImage image, List<ImageReference> names) throws ContainerException {
        String subject = names.isEmpty() ? "an image" : names.get(0).toString();
        return leased(subject, lease -> {
            List<ImageIndex.Layer> all = new ArrayList<>();
            for (Digest diffId : image.below()) {
                all.add(layers.there(diffId, lease));
            }
            for (Path directory : image.above()) {
                lease.pin(directory);
                works.release(directory);
                works.release(aside(directory));
                all.add(content.addLayer(directory, lease));
            }
            byte[] config = OciJson.withLayers(image.config(), all);
            OciJson.readConfig(config);
            Digest id = content.addBlob(config, lease);
            Digest manifest = content.addManifest(config, all, lease);
            ImageIndex.Stored stored = new ImageIndex.Stored(id, manifest, List.copyOf(all));
            name(stored, names.stream().map(ImageReference::toString).toList());
            return image(stored);
        });
    }

    @Override
    public List<String> remove(String reference, Set<String> inUse) throws ContainerException {
        return leased(reference, lease -> {
            changing.lock();
            try {
                return removeAlone(reference, inUse);
            } finally {
                changing.unlock();
            }
        });
    }

    private List<String> removeAlone(String reference, Set<String> inUse) throws IOException, ContainerException {
        Optional<Image> found = find(reference);
        if (found.isEmpty()) {
            throw new ContainerException.ImageNotFound("cannot remove '" + reference
                    + "': there is no such image; 'jcompose image ls' shows those that are there");
        }
        Image image = found.get();
        if (image.references().size() > 1) {
            String name = Catalog.isWholeId(reference)
                    ? ""
                    : ImageReference.parse(reference).toString();
            if (!image.references().contains(name)) {
                throw new ContainerException("cannot remove '" + reference + "': the image has several names ("
                        + String.join(", ", image.references()) + "); remove those");
            }
            commit(catalog.index().withoutReference(name));
            return List.of("Untagged: " + name);
        }
        if (inUse.contains(image.id())) {
            throw new ContainerException(
                    "cannot remove '" + reference + "': a container uses it; remove the container first");
        }
        return delete(image);
    }

    private List<String> delete(Image image) throws IOException {
        List<String> lines = new ArrayList<>();
        image.references().forEach(name -> lines.add("Untagged: " + name));
        Set<Digest> before = catalog.index().layers();
        commit(catalog.index().without(Digest.parse(image.id())));
        Set<Digest> after = catalog.index().layers();
        lines.add("Deleted: " + image.id());
        before.stream()
                .filter(layer -> !after.contains(layer))
                .sorted()
                .forEach(layer -> lines.add("Deleted: " + layer));
        content.sweep(catalog.index().blobs(), after);
        return lines;
    }

    private Image image(ImageIndex.Stored stored) throws ContainerException {
        return byId(stored.id().toString());
    }

    /** Makes an image, all of which is on disk, exist. */
    private void name(ImageIndex.Stored image, List<String> names) throws IOException {
        changing.lock();
        try {
            commit(catalog.index().with(image, names));
        } finally {
            changing.unlock();
        }
        image.layers().forEach(layers::know);
    }

    /** Makes an index the truth: on disk first, then in memory. */
    private void commit(ImageIndex index) throws IOException {
        Catalog next = Catalog.load(index, content);
        disk.write(layout.index(), IndexJson.write(index), layout.temporary().resolve("index"));
        catalog = next;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Lease lease) throws IOException, ContainerException;
    }

    /** Runs one work at a time: who wants the same image waits for it. */
    private <T> T alone(String subject, Work<T> work) throws ContainerException {
        making.lock();
        try {
            return leased(subject, work);
        } finally {
            making.unlock();
        }
    }

    /** Runs a work whose content nobody sweeps away; of one that fails nothing is left. */
    private <T> T leased(String subject, Work<T> work) throws ContainerException {
        Exception failure;
        try (Lease lease = content.lease()) {
            return work.run(lease);
        } catch (IOException e) {
            failure = new ContainerException("cannot finish the work on image '" + subject + "': " + sentence(e), e);
        } catch (ContainerException | RuntimeException e) {
            failure = e;
        }
        sweepAfter(failure);
        if (failure instanceof ContainerException e) {
            throw e;
        }
        throw (RuntimeException) failure;
    }

    private void sweepAfter(Exception failure) {
        changing.lock();
        try {
            content.sweep(catalog.index().blobs(), catalog.index().layers());
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            changing.unlock();
        }
    }

    private static String sentence(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " is not there";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + " may not be read or written by this user";
        }
        return String.valueOf(e.getMessage());
    }
}

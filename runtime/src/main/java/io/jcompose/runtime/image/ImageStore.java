package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Holdings holdings;
    private final ContentStore content;
    private final ImageMaker maker;
    private final Removal removal;
    private final ImageCare care;
    private final ExecutorService threads;
    private final LayerIntake layers;
    private final StoreRoom room;
    private final ImageIntake intake;
    /** What {@link #newWork} made and nobody took. */
    private final Lease works;
    /** Held while an image is made of this host. */
    private final ReentrantLock making = new ReentrantLock();

    private ImageStore(Holdings holdings, ImageMaker maker, StoreRoom room) {
        this.holdings = holdings;
        this.content = holdings.content();
        this.maker = maker;
        this.room = room;
        removal = new Removal(holdings);
        care = new StoredCare(holdings);
        threads = Executors.newCachedThreadPool(ImageStore::thread);
        layers = new LayerIntake(content, new LayerWork(content, threads, UnpackLimits.USUAL));
        holdings.index().images().values().forEach(image -> image.layers().forEach(layers::know));
        intake = new ImageIntake(content, layers, room, threads);
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
        return open(root, disk, StorageSettings.USUAL);
    }

    /** @param storage how much it may write */
    public static ImageStore open(Path root, Disk disk, StorageSettings storage) throws ContainerException {
        return open(root, disk, Host.live(), storage);
    }

    static ImageStore open(Path root, Disk disk, Host host) throws ContainerException {
        return open(root, disk, host, StorageSettings.USUAL);
    }

    private static ImageStore open(Path root, Disk disk, Host host, StorageSettings storage) throws ContainerException {
        StoreLayout layout = new StoreLayout(root.toAbsolutePath().normalize());
        try {
            Holdings holdings = Holdings.open(layout, disk);
            var room = new StoreRoom(
                    layout.root(),
                    storage,
                    () -> DiskUsage.of(holdings).size(),
                    holdings.content().trash()::await);
            return new ImageStore(holdings, new ImageMaker(holdings.content(), host, layout.root()), room);
        } catch (IOException e) {
            throw new ContainerException("cannot open the image store " + root + ": " + Holdings.sentence(e), e);
        }
    }

    @Override
    public Image get(String reference, Consumer<String> progress) throws ContainerException {
        Optional<Image> known = holdings.find(reference).filter(image -> !isOutdated(reference, image));
        if (known.isPresent()) {
            return known.get();
        }
        if (Catalog.isWholeId(reference)) {
            return byId(reference);
        }
        ImageReference parsed = ImageReference.parse(reference);
        Optional<BuiltIn> builtIn = BuiltIn.named(parsed.name());
        if (builtIn.isEmpty() || !parsed.toString().equals(builtIn.get().reference())) {
            throw NotFound.of(reference, holdings.index().references().keySet());
        }
        return alone(builtIn.get().reference(), lease -> image(stored(builtIn.get(), progress, lease)));
    }

    /** A built-in image is made anew when the Java of this host was changed; what runs keeps the old one. */
    private boolean isOutdated(String reference, Image image) {
        return BuiltIn.of(reference)
                .filter(builtIn -> maker.isOutdated(builtIn, image.config()))
                .isPresent();
    }

    /** The built-in image, made now if nobody made it meanwhile. */
    private ImageIndex.Stored stored(BuiltIn builtIn, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        Catalog now = holdings.catalog();
        Digest id = now.index().references().get(builtIn.reference());
        ImageIndex.Stored there = id == null ? null : now.index().images().get(id);
        Image known = there == null ? null : now.images().get(there.id());
        if (there != null && known != null && !maker.isOutdated(builtIn, known.config())) {
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
        return holdings.catalog()
                .byId(id)
                .orElseThrow(() -> new ContainerException.ImageNotFound(
                        "no image with id " + id + " on this host; 'jcompose image ls' shows those that are there"));
    }

    @Override
    public List<Image> list() {
        return holdings.catalog().sorted();
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
        refuseOwn(names);
        return holdings.leased(subject, lease -> {
            ImageIndex.Stored stored = intake.take(source, subject, progress, lease, this::present);
            name(stored, names.stream().map(ImageReference::toString).toList());
            return image(stored);
        });
    }

    /** Whether a name is that of an image which is made from this host, and of nothing that came from elsewhere. */
    public static boolean isBuiltIn(ImageReference name) {
        return BuiltIn.named(name.name()).isPresent();
    }

    private static void refuseOwn(List<ImageReference> names) throws ContainerException {
        for (ImageReference name : names) {
            if (isBuiltIn(name)) {
                throw new ContainerException("cannot give the name '" + name + "': it is that of a built-in image");
            }
        }
    }

    /**
     * The bytes of an image, to be closed.
     *
     * @throws ContainerException.ImageNotFound when there is none
     */
    public ImageContent content(String reference) throws ContainerException {
        get(reference, line -> {});
        Lease lease = content.lease();
        boolean given = false;
        try {
            ImageContent found = holdings.changing(() -> content(holdings.require(reference), lease));
            given = true;
            return found;
        } catch (IOException e) {
            throw new ContainerException("cannot read image '" + reference + "': " + Holdings.sentence(e), e);
        } finally {
            if (!given) {
                lease.close();
            }
        }
    }

    private ImageContent content(Image image, Lease lease) throws IOException, ContainerException {
        ImageIndex.Stored stored = holdings.index().stored(Digest.parse(image.id()));
        holdings.pin(stored, lease);
        byte[] manifest = content.blob(stored.manifest());
        if (!(DocumentReader.read(manifest, image.id()) instanceof Document.Manifest document)) {
            throw new ContainerException("the manifest of image " + image.id() + " is a list of images");
        }
        return new ImageContent(
                content, lease, threads, stored, image.references(), manifest, document, content.blob(stored.id()));
    }

    private Optional<ImageIndex.Stored> present(Digest id, Lease lease) throws IOException, ContainerException {
        return holdings.changing(() -> {
            if (!holdings.catalog().images().containsKey(id)) {
                return Optional.empty();
            }
            ImageIndex.Stored stored = holdings.index().stored(id);
            holdings.pin(stored, lease);
            return Optional.of(stored);
        });
    }

    /** What is asked and done about the images besides using them. */
    public ImageCare care() {
        return care;
    }

    /**
     * An empty directory in the store's file system, to be filled and given to {@link #compose}, or to {@link #dropWork}.
     * One that is left over is gone when the store is opened again.
     *
     * @throws ContainerException also when there is no room for any work
     */
    public Path newWork() throws ContainerException {
        try {
            room.claim(0).close();
        } catch (StoreRoom.NoRoom e) {
            throw new ContainerException("cannot begin the work on an image: " + e.getMessage(), e);
        }
        Path work = content.newTemporary(works);
        works.pin(aside(work));
        try {
            return Files.createDirectory(work);
        } catch (IOException e) {
            works.release(work);
            throw new ContainerException("cannot begin the work on an image: " + Holdings.sentence(e), e);
        }
    }

    /** @throws IOException that says how much there is, when images may not take more of the disk now */
    public void checkRoom() throws IOException {
        room.claim(0).close();
    }

    /** Layers that stay while it is open, whatever images are removed meanwhile. All calls may come from any thread. */
    public final class Hold implements AutoCloseable {
        private final Lease lease = content.lease();

        private Hold() {}

        /** Whether all of them are there, and so stay. */
        public boolean keep(List<Digest> diffIds) {
            diffIds.forEach(diffId -> content.pinLayer(diffId, lease));
            return diffIds.stream().allMatch(content::hasLayer);
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    public Hold hold() {
        return new Hold();
    }

    /** For what is written into a work. */
    public Room room() throws IOException {
        return room.claim(0);
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
            throw new ContainerException("cannot remove " + work + ": " + Holdings.sentence(e), e);
        }
    }

    /**
     * Puts an image together; its directories are the store's from here on. The same content gives the same image.
     *
     * @param names may be none: such an image stays until it is pruned
     */
    public Image compose(NewImage image, List<ImageReference> names) throws ContainerException {
        String subject = names.isEmpty() ? "an image" : names.get(0).toString();
        refuseOwn(names);
        return holdings.leased(subject, lease -> {
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
        return holdings.leased(reference, lease -> removal.remove(reference, inUse));
    }

    private Image image(ImageIndex.Stored stored) throws ContainerException {
        return byId(stored.id().toString());
    }

    /**
     * Makes an image, all of which is on disk, exist. What is so already, as after a cached build, is not written, unless
     * the image was damaged and is whole again.
     */
    private void name(ImageIndex.Stored image, List<String> names) throws IOException, ContainerException {
        holdings.changing(() -> {
            ImageIndex before = holdings.index();
            ImageIndex after = before.with(image, names);
            boolean hidden = !holdings.catalog().images().containsKey(image.id());
            if (hidden || !after.equals(before)) {
                holdings.commit(after);
            }
            return image;
        });
        image.layers().forEach(layers::know);
    }

    /** Runs one work at a time: who wants the same image waits for it. */
    private <T> T alone(String subject, Holdings.Work<T> work) throws ContainerException {
        making.lock();
        try {
            return holdings.leased(subject, lease -> {
                room.claim(0).close();
                return work.run(lease);
            });
        } finally {
            making.unlock();
        }
    }
}

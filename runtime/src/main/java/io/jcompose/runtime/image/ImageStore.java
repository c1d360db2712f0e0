package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.manifest.Digest;
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
    /** Held while an image is made, and by whatever removes content. */
    private final ReentrantLock making = new ReentrantLock();

    private volatile Catalog catalog;

    private ImageStore(StoreLayout layout, Disk disk, ContentStore content, ImageMaker maker, Catalog catalog) {
        this.layout = layout;
        this.disk = disk;
        this.content = content;
        this.maker = maker;
        this.catalog = catalog;
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
        return alone(builtIn.get().reference(), () -> image(stored(builtIn.get(), progress)));
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
    private ImageIndex.Stored stored(BuiltIn builtIn, Consumer<String> progress)
            throws IOException, ContainerException {
        Catalog now = catalog;
        Digest known = now.index().references().get(builtIn.reference());
        ImageIndex.Stored there = known == null ? null : now.index().images().get(known);
        if (there != null && now.images().containsKey(there.id())) {
            return there;
        }
        ImageIndex.Stored made = switch (builtIn) {
            case SHELL -> maker.shell(line(builtIn, progress));
            case JAVA -> maker.java(stored(BuiltIn.SHELL, progress), line(builtIn, progress));
        };
        commit(catalog.index().with(made, builtIn.reference()));
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
        return alone(reference.toString(), () -> {
            ImageIndex.Stored made = maker.of(absolute, progress);
            commit(catalog.index().with(made, reference.toString()));
            return image(made);
        });
    }

    @Override
    public List<String> remove(String reference, Set<String> inUse) throws ContainerException {
        return alone(reference, () -> removeAlone(reference, inUse));
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

    /** Makes an index the truth: on disk first, then in memory. */
    private void commit(ImageIndex index) throws IOException {
        Catalog next = Catalog.load(index, content);
        disk.write(layout.index(), IndexJson.write(index), layout.temporary().resolve("index"));
        catalog = next;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException, ContainerException;
    }

    /** Runs one work at a time; of one that fails nothing is left. */
    private <T> T alone(String subject, Work<T> work) throws ContainerException {
        making.lock();
        try {
            return work.run();
        } catch (IOException e) {
            throw swept(new ContainerException("cannot finish the work on image '" + subject + "': " + sentence(e), e));
        } catch (ContainerException e) {
            throw swept(e);
        } catch (RuntimeException e) {
            throw swept(e);
        } finally {
            making.unlock();
        }
    }

    private <E extends Exception> E swept(E failure) {
        try {
            content.sweep(catalog.index().blobs(), catalog.index().layers());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
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

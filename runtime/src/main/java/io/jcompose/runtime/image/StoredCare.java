package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** {@link ImageCare} of a store. */
final class StoredCare implements ImageCare {
    private final Holdings holdings;
    private final Removal removal;

    StoredCare(Holdings holdings) {
        this.holdings = holdings;
        this.removal = new Removal(holdings);
    }

    @Override
    public void tag(String source, String name) throws ContainerException {
        ImageReference reference = ImageReference.parse(name);
        if (reference.digest() != null) {
            throw new ContainerException(
                    "cannot give the name '" + name + "': a digest cannot be chosen, only a name and a tag");
        }
        if (BuiltIn.named(reference.name()).isPresent()) {
            throw new ContainerException("cannot give the name '" + name + "': it is that of a built-in image");
        }
        holdings.leased(
                source,
                lease -> holdings.changing(() -> {
                    Digest id = Digest.parse(holdings.require(source).id());
                    ImageIndex index = holdings.index();
                    holdings.commit(index.with(index.stored(id), List.of(reference.toString())));
                    return id;
                }));
    }

    @Override
    public String inspect(String reference, Published published) throws ContainerException {
        Image image = holdings.require(reference);
        try {
            ImageIndex.Stored stored = stored(image);
            return ImageText.inspect(image, stored, holdings.content().blob(stored.id()), published);
        } catch (IOException e) {
            throw unreadable(reference, e);
        }
    }

    @Override
    public List<Step> history(String reference) throws ContainerException {
        ImageIndex.Stored stored = stored(holdings.require(reference));
        try {
            return ImageText.history(stored, holdings.content().blob(stored.id()));
        } catch (IOException e) {
            throw unreadable(reference, e);
        }
    }

    private ImageIndex.Stored stored(Image image) throws ContainerException {
        ImageIndex.Stored stored = holdings.index().images().get(Digest.parse(image.id()));
        if (stored == null) {
            throw new ContainerException.ImageNotFound("image " + image.id() + " was removed meanwhile");
        }
        return stored;
    }

    private static ContainerException unreadable(String reference, IOException e) {
        return new ContainerException("cannot read image '" + reference + "': " + Holdings.sentence(e), e);
    }

    @Override
    public Usage usage(Set<String> inUse) {
        Catalog catalog = holdings.catalog();
        ContentStore content = holdings.content();
        Collection<ImageIndex.Stored> stored = catalog.index().images().values();
        DiskUsage all = DiskUsage.of(stored, content);
        DiskUsage kept = DiskUsage.of(
                stored.stream()
                        .filter(image -> inUse.contains(image.id().toString()))
                        .toList(),
                content);
        List<ImageUsage> each = new ArrayList<>();
        for (Image image : catalog.sorted()) {
            ImageIndex.Stored part = catalog.index().stored(Digest.parse(image.id()));
            long unique = all.unique(part, content);
            each.add(new ImageUsage(
                    image.id(),
                    image.references(),
                    image.config().created(),
                    all.whole(part, content) - unique,
                    unique,
                    inUse.contains(image.id())));
        }
        int active = (int) each.stream().filter(ImageUsage::active).count();
        return new Usage(each.size(), active, all.size(), all.size() - kept.size(), each);
    }

    @Override
    public Pruned prune(Choice choice, Set<String> inUse) throws ContainerException {
        return holdings.leased("to be pruned", lease -> removal.prune(choice, inUse));
    }

    @Override
    public List<String> check(Consumer<String> progress) throws ContainerException {
        return holdings.leased("to be checked", lease -> {
            StoreCheck check = new StoreCheck(holdings.content());
            List<String> sentences = new ArrayList<>();
            for (ImageIndex.Stored image : held(lease)) {
                List<String> names = holdings.index().referencesOf(image.id());
                String subject = names.isEmpty() ? image.id().toString() : names.get(0);
                progress.accept("reading " + subject);
                check.faults(image)
                        .forEach(fault -> sentences.add(
                                "image " + subject + " is damaged: " + fault + "; remove the image and get it again"));
            }
            return sentences;
        });
    }

    private List<ImageIndex.Stored> held(Lease lease) throws IOException, ContainerException {
        return holdings.changing(() -> {
            List<ImageIndex.Stored> images =
                    new ArrayList<>(holdings.index().images().values());
            images.forEach(image -> holdings.pin(image, lease));
            return images;
        });
    }
}

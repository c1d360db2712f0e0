package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ImageWorks;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.ImageArchives;
import io.jcompose.runtime.ImageCare;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.rootfs.Written;
import io.jcompose.runtime.store.ContainerFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link ImageWorks} on the runtime. */
final class LiveImageWorks implements ImageWorks {
    private final Images images;
    private final ImageCare care;
    private final ImageArchives archives;
    private final Registries registries;
    private final Containers containers;
    private final Inventory inventory;
    private final Function<String, ContainerFiles> files;
    private final NeededImages needed;

    /** What is asked about images, and what makes files of them. */
    record Stock(Images images, ImageCare care, ImageArchives archives, Registries registries) {}

    /** @param files of a container by its id */
    LiveImageWorks(
            Stock stock,
            Containers containers,
            Inventory inventory,
            Function<String, ContainerFiles> files,
            NeededImages needed) {
        this.images = stock.images();
        this.care = stock.care();
        this.archives = stock.archives();
        this.registries = stock.registries();
        this.containers = containers;
        this.inventory = inventory;
        this.files = files;
        this.needed = needed;
    }

    /** A built-in image is there for who names it. */
    private void made(String reference) throws ContainerException {
        images.get(reference, line -> {});
    }

    private Set<String> inUse() {
        return containers.list().values().stream()
                .map(state -> state.spec().imageId())
                .collect(Collectors.toSet());
    }

    @Override
    public void tag(String source, String name) throws Refused {
        Told.by(() -> {
            made(source);
            care.tag(source, name);
            return name;
        });
    }

    @Override
    public String inspect(String reference) throws Refused {
        return Told.by(() -> {
            made(reference);
            return care.inspect(reference, this::published);
        });
    }

    private Optional<String> published(String name, String image) {
        return registries
                .known(name)
                .filter(known -> known.image().equals(image))
                .map(Registries.Known::digest);
    }

    @Override
    public List<Step> history(String reference) throws Refused {
        return Told.by(() -> {
                    made(reference);
                    return care.history(reference);
                })
                .stream()
                .map(step ->
                        new Step(Objects.toString(step.created(), ""), step.createdBy(), step.size(), step.comment()))
                .toList();
    }

    @Override
    public Usage usage() {
        ImageCare.Usage usage = care.usage(inUse());
        List<Part> each = usage.each().stream()
                .map(part -> new Part(
                        part.id(),
                        part.references(),
                        part.created().toString(),
                        part.shared(),
                        part.unique(),
                        part.active()))
                .toList();
        return new Usage(usage.images(), usage.active(), usage.size(), usage.reclaimable(), each);
    }

    @Override
    public Pruned prune(boolean all, @Nullable Instant before, Map<String, String> labels) throws Refused {
        Set<String> kept = new HashSet<>(inUse());
        kept.addAll(needed.ids());
        ImageCare.Pruned pruned = Told.by(() -> care.prune(new ImageCare.Choice(all, before, labels), kept));
        return new Pruned(pruned.lines(), pruned.freed());
    }

    @Override
    public List<String> check(Consumer<String> progress) throws Refused {
        return Told.by(() -> care.check(progress));
    }

    @Override
    public void save(List<String> references, boolean oci, String to) throws Refused {
        Told.by(() -> {
            archives.save(references, oci ? ImageArchives.Format.OCI : ImageArchives.Format.DOCKER, Path.of(to));
            return to;
        });
    }

    @Override
    public List<String> load(String from, Consumer<String> progress) throws Refused {
        return Told.by(() -> archives.load(Path.of(from), progress));
    }

    @Override
    public String importTree(String from, String name, List<String> changes, String message) throws Refused {
        return Told.by(
                () -> archives.importTree(Path.of(from), name, changes, message).id());
    }

    @Override
    public void export(String project, String service, int index, String to) throws Refused {
        Inventory.Row row = inventory.rows(project).stream()
                .filter(one -> one.labels().slot().service().equals(service))
                .filter(one -> index == 0 || one.labels().slot().number() == index)
                .findFirst()
                .orElseThrow(() ->
                        new Refused(Refused.Kind.NOT_FOUND, "service \"" + service + "\" has no such container", ""));
        Told.by(() -> {
            List<Path> layers = images.byId(image(row.id())).layers();
            archives.export(new Written(files.apply(row.id()), layers).stack(), Path.of(to));
            return to;
        });
    }

    private String image(String container) throws ContainerException {
        var state = containers.state(container);
        if (state == null) {
            throw new ContainerException("the container was removed meanwhile");
        }
        return state.spec().imageId();
    }
}

package io.jcompose.runtime.build;

import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.CacheExchange;
import io.jcompose.runtime.CachePlace;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the results of a build where builds of other hosts look for them. */
final class CacheExport {
    private final Kernel kernel;
    private final CacheExchange exchange;
    private final CacheRegistries registries;
    private final LayerShelf shelf;
    private final Tally tally;

    CacheExport(Kernel kernel, CacheExchange exchange, CacheRegistries registries, LayerShelf shelf, Tally tally) {
        this.kernel = kernel;
        this.exchange = exchange;
        this.registries = registries;
        this.shelf = shelf;
        this.tally = tally;
    }

    /** @param last what the image is made of */
    void run(Findings findings, StageState last) throws ContainerException {
        for (CachePlace place : exchange.to()) {
            if (place instanceof CachePlace.Registry registry) {
                export(
                        registry.reference(),
                        registry.extent(),
                        findings,
                        last,
                        (image, running) ->
                                registries.send(image, registry.reference(), exchange.accounts(), running::output));
            } else if (place instanceof CachePlace.Folder folder) {
                export(
                        folder.directory(),
                        folder.extent(),
                        findings,
                        last,
                        (image, running) -> new LayoutFolder(kernel, Path.of(folder.directory())).write(image));
            }
        }
    }

    private interface Way {
        void take(ImageContent image, Tally.Running running) throws IOException, ContainerException;
    }

    private void export(String name, CachePlace.Extent extent, Findings findings, StageState last, Way way)
            throws ContainerException {
        tally.check();
        Tally.Running running = tally.begin("exporting the cache to " + name);
        List<Digest> layers = extent.all() ? findings.layers() : findings.among(last.layers());
        boolean good = false;
        try (ImageContent image = shelf.collect(layers, findings.in(layers))) {
            way.take(image, running);
            good = true;
        } catch (IOException | ContainerException e) {
            String sentence = "cannot export the cache to " + name + ": " + e.getMessage();
            if (!extent.lenient()) {
                throw new ContainerException(sentence, e);
            }
            running.output("warning: " + sentence);
            good = true;
        } finally {
            running.ends(good ? Outcome.DONE : Outcome.FAILED);
        }
    }
}

package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.DiskTree;
import io.jcompose.runtime.build.context.IgnorePatterns;
import io.jcompose.runtime.build.context.Selection;
import io.jcompose.runtime.build.context.SourceTree;
import io.jcompose.runtime.build.plan.CacheKey;
import io.jcompose.runtime.build.plan.GitPlace;
import io.jcompose.runtime.build.plan.Origin;
import io.jcompose.runtime.build.plan.Step;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Carries out COPY and ADD. */
final class CopyWork {
    private static final String WHOLE = "";

    private final Kernel kernel;
    private final Sources sources;
    private final Sources.States states;
    private final Views views;
    private final BuildShelf shelf;
    private final Path empty;
    private final Given given;

    CopyWork(
            Kernel kernel,
            Sources sources,
            Sources.States states,
            Views views,
            BuildShelf shelf,
            Path empty,
            Given given) {
        this.kernel = kernel;
        this.sources = sources;
        this.states = states;
        this.views = views;
        this.shelf = shelf;
        this.empty = empty;
        this.given = given;
    }

    /** The state behind the step, and whether it came out of the cache. */
    StepResult run(Step.Copy step, StageState before, boolean useCache, Tally tally)
            throws IOException, ContainerException {
        Path scratch = views.scratch();
        try {
            Fetched fetched = fetch(step, scratch, tally);
            Optional<String> content = content(step);
            if (content.isPresent()) {
                Optional<StageState> cached = useCache
                        ? shelf.find(key(step, before, content.get() + fetched.digests()), before)
                        : Optional.empty();
                if (cached.isPresent()) {
                    return new StepResult(cached.get(), true);
                }
            }
            return new StepResult(write(step, before, fetched), false);
        } finally {
            views.remove(scratch);
        }
    }

    /**
     * What came from elsewhere.
     *
     * @param files by the names that they get
     * @param trees directories of repositories
     */
    private record Fetched(String digests, Map<String, Path> files, List<Path> trees) {}

    private Fetched fetch(Step.Copy step, Path scratch, Tally tally) throws IOException, ContainerException {
        if (!step.urls().isEmpty() && given.isOffline()) {
            throw new ContainerException("'" + step.urls().get(0)
                    + "' is not fetched: the build has the network none; put the file into the context");
        }
        StringBuilder digests = new StringBuilder();
        Map<String, Path> downloads = new LinkedHashMap<>();
        List<Path> trees = new ArrayList<>();
        for (String url : step.urls()) {
            Optional<GitPlace> repository = GitPlace.remote(url);
            if (repository.isPresent()) {
                Path directory = scratch.resolve("repository-" + trees.size());
                digests.append(' ').append(commit(step, repository.get(), directory, tally));
                trees.add(FetchedContexts.inner(directory, repository.get()));
                continue;
            }
            Download download = new Download(url);
            Path file = scratch.resolve("download-" + downloads.size());
            digests.append(' ').append(download.to(file, step.checksum(), tally));
            downloads.put(download.name(step.target()), file);
        }
        return new Fetched(digests.toString(), downloads, trees);
    }

    private String commit(Step.Copy step, GitPlace place, Path directory, Tally tally)
            throws IOException, ContainerException {
        String commit =
                new GitFetch(given.request().agents(), shelf::checkRoom, tally).into(directory, place, step.history());
        if (!step.checksum().isEmpty() && !commit.startsWith(step.checksum())) {
            throw new ContainerException(
                    "'" + place.shown() + "' has the commit " + commit + ", not " + step.checksum());
        }
        return commit;
    }

    private void trees(Copying copying, List<Path> directories) throws IOException, ContainerException {
        for (Path directory : directories) {
            Fd root = kernel.open(directory, Flags.O_RDONLY | Flags.O_DIRECTORY, 0);
            var kind = new DiskTree.Kind("the repository", true, false);
            try (DiskTree tree = new DiskTree(kernel, root, kind, IgnorePatterns.NONE, null)) {
                Selection selection = new Selection(tree, IgnorePatterns.NONE, false);
                selection.add(".");
                copying.tree(selection, tree);
            }
        }
    }

    private Digest key(Step.Copy step, StageState before, String content) throws ContainerException {
        List<String> below = isIndependent(step) ? List.of() : before.layerNames();
        return CacheKey.copy(step, below, content + " " + given.epoch());
    }

    /** Whether the layer does not depend on what is below; names of users would have to be looked up there. */
    private static boolean isIndependent(Step.Copy step) {
        return step.link() && step.owner().matches("[0-9:]*");
    }

    /** What is to be copied, as a digest; of stages and images it may be known without looking. */
    private Optional<String> content(Step.Copy step) throws IOException, ContainerException {
        if (step.sources().isEmpty()) {
            return Optional.of(WHOLE);
        }
        Optional<Digest> question = question(step);
        if (question.isPresent()) {
            Optional<String> known = shelf.answer(question.get());
            if (known.isPresent()) {
                return known;
            }
        }
        String[] found = new String[1];
        sources.with(step.origin(), states, tree -> found[0] = CacheKey.content(selection(step, tree), tree));
        if (question.isPresent()) {
            shelf.answer(question.get(), found[0]);
        }
        return Optional.of(found[0]);
    }

    private Optional<Digest> question(Step.Copy step) throws ContainerException {
        Origin origin = step.origin();
        return sources.isLayered(origin)
                ? Optional.of(CacheKey.question(step, states.of(origin).layerNames()))
                : Optional.empty();
    }

    private static Selection selection(Step.Copy step, SourceTree tree) throws IOException, ContainerException {
        Selection selection = new Selection(tree, IgnorePatterns.of(step.exclude(), "--exclude"), step.parents());
        for (String source : step.sources()) {
            selection.add(source);
        }
        return selection;
    }

    private StageState write(Step.Copy step, StageState before, Fetched fetched)
            throws IOException, ContainerException {
        List<Path> below = isIndependent(step) ? List.of(empty) : before.stack(empty);
        Path work = shelf.newWork();
        String[] content = {WHOLE};
        try {
            if (step.sources().isEmpty()) {
                writing(step, below, work, copying -> {
                    copying.documents();
                    copying.downloads(fetched.files());
                    trees(copying, fetched.trees());
                });
            } else {
                sources.with(step.origin(), states, tree -> {
                    Selection selection = selection(step, tree);
                    String first = CacheKey.content(selection, tree);
                    writing(step, below, work, copying -> {
                        copying.tree(selection, tree);
                        copying.documents();
                        copying.downloads(fetched.files());
                        trees(copying, fetched.trees());
                    });
                    boolean same = first.equals(CacheKey.content(selection, tree));
                    // Files that changed meanwhile: nobody may find this layer under what they were.
                    content[0] = same ? first : UUID.randomUUID().toString();
                });
            }
            FreshLayer layer = new FreshLayer(work);
            layer.clamp(given.epoch());
            Digest key = key(step, before, content[0] + fetched.digests());
            return shelf.put(key, before, layer.isEmpty() ? Optional.empty() : Optional.of(work), given.now());
        } finally {
            shelf.dropWork(work);
        }
    }

    @FunctionalInterface
    private interface Part {
        void write(Copying copying) throws IOException, ContainerException;
    }

    private void writing(Step.Copy step, List<Path> below, Path work, Part part)
            throws IOException, ContainerException {
        views.writing(below, work, root -> {
            try (Target target = new Target(kernel, root)) {
                part.write(new Copying(step, target, given.now().toEpochMilli()));
            }
        });
    }
}

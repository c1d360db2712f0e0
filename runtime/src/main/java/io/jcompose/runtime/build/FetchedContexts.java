package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.build.plan.GitPlace;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.UnpackLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Contexts of one build that are elsewhere, as directories here until it is over. */
final class FetchedContexts implements AutoCloseable {
    private static final Pattern ARCHIVE = Pattern.compile("(?i)https?://.*");

    private final Views views;
    private final Tally tally;
    private final Reserve room;
    private final List<Path> scratches = new ArrayList<>();

    FetchedContexts(Views views, Tally tally, Reserve room) {
        this.views = views;
        this.tally = tally;
        this.room = room;
    }

    static boolean isElsewhere(String place) {
        return GitPlace.context(place).isPresent() || ARCHIVE.matcher(place).matches();
    }

    /** The same build with directories of this host. */
    BuildRequest here(BuildRequest request) throws IOException, ContainerException {
        Map<String, String> contexts = new LinkedHashMap<>();
        for (Map.Entry<String, String> context : request.contexts().entrySet()) {
            String place = context.getValue();
            contexts.put(
                    context.getKey(),
                    isElsewhere(place) ? fetched(place, request).toString() : place);
        }
        if (!isElsewhere(request.context())) {
            return request.in(request.context(), contexts);
        }
        Path main = fetched(request.context(), request);
        if (request.text() == null) {
            own(main, request.file());
            own(main, request.file() + ".dockerignore");
        }
        return request.in(main.toString(), contexts);
    }

    private Path fetched(String place, BuildRequest request) throws IOException, ContainerException {
        Tally.Running running = tally.begin("fetching the context "
                + GitPlace.context(place).map(GitPlace::shown).orElse(place));
        boolean good = false;
        try {
            Path scratch = views.scratch();
            scratches.add(scratch);
            Optional<GitPlace> repository = GitPlace.context(place);
            Path found = repository.isPresent()
                    ? clone(repository.get(), scratch, request, running)
                    : archive(place, scratch);
            own(found, ".dockerignore");
            good = true;
            return found;
        } finally {
            running.ends(good ? Outcome.DONE : Outcome.FAILED);
        }
    }

    private Path clone(GitPlace place, Path scratch, BuildRequest request, Tally.Running running)
            throws IOException, ContainerException {
        Path directory = scratch.resolve("repository");
        running.output(new GitFetch(request.agents(), room, tally).into(directory, place, false));
        return inner(directory, place);
    }

    /** The directory of a repository that is meant. */
    static Path inner(Path repository, GitPlace place) throws IOException, ContainerException {
        Path inner = repository.resolve(RelativePath.cleaned(place.directory()));
        boolean out = RelativePath.leadsOut(place.directory());
        if (out || !Files.isDirectory(inner) || !inner.toRealPath().startsWith(repository.toRealPath())) {
            throw new ContainerException("'" + place.shown() + "' has no directory '" + place.directory() + "'");
        }
        return inner;
    }

    private Path archive(String url, Path scratch) throws IOException, ContainerException {
        Path file = scratch.resolve("download");
        var unused = new Download(url).to(file, "", tally);
        Path directory = scratch.resolve("context");
        try (InputStream in = Compression.unpacked(Files.newInputStream(file))) {
            LayerUnpacker.unpack(in, directory, UnpackLimits.USUAL);
        } catch (MalformedLayer e) {
            throw new ContainerException("'" + url + "' is no tar archive of a context: " + e.getMessage(), e);
        }
        Files.delete(file);
        return directory;
    }

    /** Files that the daemon reads itself must be the context's own: a stranger's link may lead anywhere. */
    private static void own(Path root, String name) throws IOException, ContainerException {
        Path file = root.resolve(name).normalize();
        if (Files.exists(file) && !file.toRealPath().startsWith(root.toRealPath())) {
            throw new ContainerException("'" + name + "' of the context leads out of it");
        }
    }

    @Override
    public void close() throws IOException {
        for (Path scratch : scratches) {
            views.remove(scratch);
        }
    }
}

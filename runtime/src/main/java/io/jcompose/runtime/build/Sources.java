package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.DiskTree;
import io.jcompose.runtime.build.context.FileDigests;
import io.jcompose.runtime.build.context.IgnorePatterns;
import io.jcompose.runtime.build.context.SmallText;
import io.jcompose.runtime.build.context.SourceTree;
import io.jcompose.runtime.build.plan.Origin;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens what a build takes files from. */
final class Sources {
    static final String IMAGE = "docker-image://";
    static final String LAYOUT = "oci-layout://";
    private static final Pattern LAYOUT_PARTS =
            Pattern.compile(LAYOUT + "(/[^:@]+)(?::([\\w][\\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?");
    private static final int LARGEST_IGNORE_FILE = 1 << 20;

    private final Kernel kernel;
    private final BuildRequest request;
    private final Views views;
    private final FileDigests digests;

    /** Stages and images as they are when a step needs them. */
    @FunctionalInterface
    interface States {
        StageState of(Origin origin) throws ContainerException;
    }

    /** What is done with an open tree. */
    @FunctionalInterface
    interface Work {
        void in(SourceTree tree) throws IOException, ContainerException;
    }

    Sources(Kernel kernel, BuildRequest request, Views views, FileDigests digests) {
        this.kernel = kernel;
        this.request = request;
        this.views = views;
        this.digests = digests;
    }

    /** Whether its files come out of layers, and not from the host. */
    boolean isLayered(Origin origin) {
        return !(origin instanceof Origin.OfContext context) || isLayered(context(context));
    }

    static boolean isLayered(String place) {
        return place.startsWith(IMAGE) || place.startsWith(LAYOUT);
    }

    /** The directory, or the image behind {@code docker-image://}. */
    String context(Origin.OfContext origin) {
        return origin.name().isEmpty() ? request.context() : request.contexts().getOrDefault(origin.name(), "");
    }

    /** The image that {@code oci-layout:///DIRECTORY[:TAG][@DIGEST]} means. */
    ImageSource layout(String place) throws IOException, ContainerException {
        Matcher parts = LAYOUT_PARTS.matcher(place);
        if (!parts.matches()) {
            throw new ContainerException("'" + place + "' is no " + LAYOUT + "/DIRECTORY[:TAG][@DIGEST]");
        }
        String digest = parts.group(3) == null ? "" : parts.group(3);
        String tag = parts.group(2) == null ? "" : parts.group(2);
        return new LayoutFolder(kernel, Path.of(parts.group(1))).open(digest.isEmpty() ? tag : digest);
    }

    void with(Origin origin, States states, Work work) throws IOException, ContainerException {
        if (isLayered(origin)) {
            StageState state = states.of(origin);
            String title = title(origin);
            views.reading(state, root -> {
                try (DiskTree tree = new DiskTree(
                        kernel,
                        kernel.openat2(root, ".", Flags.O_RDONLY | Flags.O_DIRECTORY, 0, Flags.RESOLVE_IN_ROOT),
                        new DiskTree.Kind(title, false, true),
                        IgnorePatterns.NONE,
                        null)) {
                    work.in(tree);
                }
            });
            return;
        }
        Origin.OfContext context = (Origin.OfContext) origin;
        try (DiskTree tree = open(context)) {
            work.in(tree);
        }
    }

    private static String title(Origin origin) {
        if (origin instanceof Origin.OfStage stage) {
            return "stage " + stage.number();
        }
        return origin instanceof Origin.OfImage image ? "image " + image.reference() : "the image";
    }

    private DiskTree open(Origin.OfContext origin) throws IOException, ContainerException {
        Path directory = Path.of(context(origin));
        String title = origin.name().isEmpty() ? "the context " + directory : "the context '" + origin.name() + "'";
        IgnorePatterns ignored = ignored(directory, origin.name().isEmpty());
        Fd root;
        try {
            root = kernel.open(directory, Flags.O_RDONLY | Flags.O_DIRECTORY, 0);
        } catch (IOException e) {
            throw new ContainerException(title + " cannot be opened: " + e.getMessage(), e);
        }
        return new DiskTree(kernel, root, new DiskTree.Kind(title, true, false), ignored, digests);
    }

    /** The file beside the Dockerfile that is named after it wins over that of the context. */
    private IgnorePatterns ignored(Path context, boolean main) throws IOException, ContainerException {
        Path general = context.resolve(".dockerignore");
        List<Path> candidates = main && request.text() == null
                ? List.of(Path.of(context.resolve(request.file()) + ".dockerignore"), general)
                : List.of(general);
        for (Path candidate : candidates) {
            Optional<String> text = SmallText.read(kernel, candidate, LARGEST_IGNORE_FILE);
            if (text.isPresent()) {
                return IgnorePatterns.read(candidate.getFileName().toString(), text.get());
            }
        }
        return IgnorePatterns.NONE;
    }
}

package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.execute.Progress.Phase;
import io.jcompose.runtime.TransferProgress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The layers of an image on their way, as lines of progress: each step, and bytes a few times in a second. */
public final class LayerNews implements TransferProgress {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SHORT = 12;

    private final String project;
    private final String image;
    private final Consumer<Progress> listener;
    private final LongSupplier nanos;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    private record Told(Step step, long at) {}

    /**
     * News.
     *
     * @param project whose work it is, or empty
     * @param image the reference that moves
     */
    public LayerNews(String project, String image, Consumer<Progress> listener) {
        this(project, image, listener, System::nanoTime);
    }

    LayerNews(String project, String image, Consumer<Progress> listener, LongSupplier nanos) {
        this.project = project;
        this.image = image;
        this.listener = listener;
        this.nanos = nanos;
    }

    @Override
    public void layer(String digest, Step step, long done, long total) {
        long now = nanos.getAsLong();
        boolean[] news = new boolean[1];
        told.compute(digest, (key, before) -> {
            news[0] = isNews(before, step, now);
            return news[0] ? new Told(step, now) : before;
        });
        if (news[0]) {
            String name = digest.substring(digest.indexOf(':') + 1);
            String id = "Layer " + name.substring(0, Math.min(SHORT, name.length()));
            listener.accept(new Progress(project, id, word(step), phase(step), null, done, total, ""));
        }
    }

    private static boolean isNews(@Nullable Told before, Step step, long now) {
        return before == null || before.step() != step || now - before.at() >= PAUSE_NANOS;
    }

    private static Phase phase(Step step) {
        return switch (step) {
            case PULLED, PRESENT, PUSHED, MOUNTED -> Phase.DONE;
            default -> Phase.WORKING;
        };
    }

    private static String word(Step step) {
        return switch (step) {
            case WAITING -> "Waiting";
            case DOWNLOADING -> "Downloading";
            case UNPACKING -> "Extracting";
            case PULLED -> "Pull complete";
            case PRESENT -> "Already exists";
            case COMPRESSING -> "Compressing";
            case UPLOADING -> "Pushing";
            case PUSHED -> "Pushed";
            case MOUNTED -> "Mounted";
        };
    }

    @Override
    public void line(String sentence) {
        listener.accept(new Progress(project, "Image " + image, sentence, Phase.WORKING, null));
    }
}

package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes releases, and later what came of them, also into the audit log. */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final ReleaseStore store;
    private final ReleaseBook book;
    private final ImageDesk desk;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    Recorder(ReleaseStore store, ReleaseBook book, ImageDesk desk, Audit audit, Clock clock) {
        this.store = store;
        this.book = book;
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes changes of one project's releases one after the other. */
    Object lock(String project) {
        return locks.computeIfAbsent(project, key -> new Object());
    }

    /**
     * Records a release, of which it is known what came of it or not.
     *
     * @throws Refused when it cannot be written; then nothing is to be changed
     */
    Release record(WantedProject asked, List<Planned> plan, Order order, Outcome outcome) throws Refused {
        try {
            Shelf shelf = store.shelf(asked.name());
            int number = shelf.nextNumber();
            for (Heading heading : shelf.newestFirst()) {
                if (heading.outcome().state() == Outcome.State.BEGUN) {
                    overtaken(heading, number);
                }
            }
            Heading heading = new Heading(
                    asked.name(),
                    number,
                    order.staging().environment(),
                    clock.instant(),
                    order.who(),
                    order.cause(),
                    order.content() == 0 ? number : order.content(),
                    Contents.images(asked, desk),
                    outcome);
            List<Release.Step> steps = plan.stream()
                    .map(planned -> new Release.Step(planned.text(), planned.because()))
                    .toList();
            Release release = new Release(heading, asked, steps, order.staging());
            List<Integer> surplus = shelf.surplus();
            store.put(release);
            drop(asked.name(), surplus);
            audit.append(order.who(), deed(heading, outcome.text()));
            return release;
        } catch (IOException e) {
            throw new Refused(
                    Kind.FAILED, "nothing was changed: the release cannot be recorded: " + e.getMessage(), "");
        }
    }

    private void overtaken(Heading heading, int number) throws IOException {
        Outcome outcome = Outcome.interrupted("release " + number + " came before it was done", true);
        Optional<Release> release = store.release(heading.project(), heading.number());
        if (release.isPresent()) {
            store.put(release.get().with(heading.with(outcome)));
        }
    }

    /** Forgets releases, and the images that then nobody needs. */
    private void drop(String project, List<Integer> numbers) throws IOException {
        if (numbers.isEmpty()) {
            return;
        }
        List<Heading> dropped = store.drop(project, numbers);
        Map<String, Heading> needed = book.needed();
        dropped.stream()
                .flatMap(heading -> heading.images().values().stream())
                .map(ReleasedImage::id)
                .filter(id -> !id.isEmpty() && !needed.containsKey(id))
                .distinct()
                .forEach(desk::drop);
    }

    /** References that mean other images now are seen only when they were chosen. */
    boolean newImages(WantedProject now) throws Refused {
        Optional<Heading> running = book.running(now.name());
        SortedMap<String, ReleasedImage> images = Contents.images(now, desk);
        return running.isEmpty() || !ids(running.get().images()).equals(ids(images));
    }

    private static Map<String, String> ids(SortedMap<String, ReleasedImage> images) {
        SortedMap<String, String> ids = new TreeMap<>();
        images.forEach((service, image) -> ids.put(service, image.id()));
        return ids;
    }

    /** Completes a record, unless another release has done so meanwhile. */
    void note(Release release, @Nullable WantedProject now, Outcome outcome, Who who) {
        Heading heading = release.heading();
        synchronized (lock(heading.project())) {
            try {
                Heading known = store.shelf(heading.project()).newestFirst().stream()
                        .filter(other -> other.number() == heading.number())
                        .findFirst()
                        .orElse(heading);
                if (known.outcome().state() != Outcome.State.BEGUN) {
                    return;
                }
                Heading last = outcome.stands() && now != null
                        ? heading.with(Contents.images(now, desk), outcome)
                        : heading.with(outcome);
                store.put(release.with(last));
            } catch (IOException e) {
                LOG.error("what came of release {} of {} cannot be noted", heading.number(), heading.project(), e);
            }
        }
        audit.append(who, deed(heading, outcome.text()));
    }

    private static Deed deed(Heading heading, String result) {
        String cause = heading.cause();
        int space = cause.indexOf(' ');
        String action = space < 0 ? cause : cause.substring(0, space);
        return new Deed(action, heading.project(), "release " + heading.number() + ": " + cause, result);
    }
}

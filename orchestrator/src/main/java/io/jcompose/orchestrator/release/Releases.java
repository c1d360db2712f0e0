package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.ProjectFile;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.UpRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ups that leave a record: written before the wish changes, and completed when the project came to rest. One that changes
 * nothing leaves none.
 */
public final class Releases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final int WAITERS = 16;

    private final ReleaseStore store;
    private final Control control;
    private final ReleaseBook book;
    private final Pins pins;
    private final Recorder recorder;
    /** Wait for what nobody waits for any more. */
    private final ThreadPoolExecutor waiters;

    public Releases(ReleaseStore store, Control control, ImageDesk desk, Audit audit, Clock clock) {
        this.store = store;
        this.control = control;
        this.book = new ReleaseBook(store, project -> isUp(control.wanted(project)));
        this.pins = new Pins(desk);
        this.recorder = new Recorder(store, book, desk, audit, clock);
        this.waiters =
                new ThreadPoolExecutor(WAITERS, WAITERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "release");
                    thread.setDaemon(true);
                    return thread;
                });
        waiters.allowCoreThreadTimeOut(true);
    }

    private static boolean isUp(@Nullable WantedProject wanted) {
        return wanted != null && wanted.down() == null;
    }

    /** What there is of them. */
    public ReleaseBook book() {
        return book;
    }

    /** Their images. */
    public Pins pins() {
        return pins;
    }

    /**
     * {@link Control#up}, recorded.
     *
     * @return the number of the release; 0 when nothing changed
     */
    public int up(UpRequest request, Order order) throws Refused, InterruptedException {
        return complete(begin(request, order), PATIENCE_MILLIS);
    }

    /** Records it, if it will change something, and wants it. */
    Recorded begin(UpRequest request, Order order) throws Refused {
        String project = request.model().name();
        synchronized (recorder.lock(project)) {
            List<Planned> plan = plan(request);
            WantedProject asked = control.imagined(request);
            Release release = null;
            if (!plan.isEmpty() || !Contents.same(control.wanted(project), asked)) {
                release = recorder.record(asked, plan, order, Outcome.BEGUN);
            }
            return new Recorded(control.begin(request), asked, release, order);
        }
    }

    /** A plan that does not come to an end is a defect, and no reason not to act. */
    private List<Planned> plan(UpRequest request) throws Refused {
        try {
            return control.plan(request);
        } catch (IllegalStateException e) {
            LOG.error("a defect of jcompose, please report it: the plan for a release has no end", e);
            return List.of(new Planned("unknown", "the plan has no end", "", List.of()));
        }
    }

    /** {@link #begin}, or the same again when a daemon ended while this was begun. */
    Recorded beginOrResume(UpRequest request, Order order) throws Refused {
        String project = request.model().name();
        synchronized (recorder.lock(project)) {
            Optional<Heading> newest = book.newest(project, order.cause(), 0)
                    .filter(heading -> heading.outcome().state() == Outcome.State.BEGUN);
            if (newest.isEmpty()) {
                return begin(request, order);
            }
            Release release = book.release(project, newest.get().number());
            return new Recorded(control.begin(request), release.wanted(), release, order);
        }
    }

    /** Whether a later release has come. */
    boolean isOvertaken(Recorded recorded) {
        try {
            return recorded.number() > 0 && store.shelf(recorded.project()).nextNumber() > recorded.number() + 1;
        } catch (IOException e) {
            LOG.error("the releases of {} cannot be read", recorded.project(), e);
            return false;
        }
    }

    /** Completes its record. */
    void note(Release release, Outcome outcome, Who who) {
        recorder.note(release, control.wanted(release.heading().project()), outcome, who);
    }

    /** {@link #note} for the newest release, if it is one of this cause. */
    void noteNewest(String project, String cause, Outcome outcome, Who who) {
        try {
            Optional<Heading> newest = book.newest(project, cause, 0);
            if (newest.isPresent()) {
                recorder.note(book.release(project, newest.get().number()), control.wanted(project), outcome, who);
            }
        } catch (Refused e) {
            LOG.error("what came of the {} into {} cannot be noted", cause, project, e);
        }
    }

    /** Waits for it and notes what came of it. Whoever waits may be interrupted: then it is noted all the same. */
    int complete(Recorded recorded, long millis) throws Refused, InterruptedException {
        try {
            control.finish(recorded.begun(), millis);
        } catch (Refused e) {
            failed(recorded, String.valueOf(e.getMessage()));
            throw e;
        } catch (InterruptedException e) {
            waiters.execute(() -> completeAlone(recorded));
            throw e;
        }
        return done(recorded);
    }

    private void completeAlone(Recorded recorded) {
        try {
            complete(recorded, PATIENCE_MILLIS);
        } catch (Refused e) {
            LOG.warn("release {} of {}: {}", recorded.number(), recorded.project(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Recorded recorded, String reason) {
        if (recorded.release() != null) {
            WantedProject now = control.wanted(recorded.project());
            boolean stands = now != null && now.version() == recorded.begun().version();
            boolean back = stands
                    && now != null
                    && !Contents.kept(recorded.asked(), now)
                    && !keptPart(recorded.release(), now);
            recorder.note(
                    recorded.release(),
                    now,
                    back ? Outcome.rolledBack(reason) : Outcome.failed(reason, stands),
                    recorded.order().who());
        }
    }

    private int done(Recorded recorded) throws Refused {
        WantedProject now = control.wanted(recorded.project());
        if (recorded.release() != null) {
            recorder.note(
                    recorded.release(),
                    now,
                    outcome(recorded.release(), now),
                    recorded.order().who());
            return recorded.number();
        }
        return now == null || !recorder.newImages(now) ? 0 : found(now, recorded.order());
    }

    private int found(WantedProject now, Order order) throws Refused {
        synchronized (recorder.lock(now.name())) {
            Release release = recorder.record(now, List.of(), order, Outcome.DONE);
            return release.heading().number();
        }
    }

    private Outcome outcome(Release release, @Nullable WantedProject now) {
        if (now == null || now.down() != null) {
            return Outcome.interrupted("the project was taken down", false);
        }
        if (Contents.kept(release.wanted(), now)) {
            return Outcome.DONE;
        }
        String reason = "a service did not become healthy and went back to what it was";
        return keptPart(release, now) ? Outcome.failed(reason, true) : Outcome.rolledBack(reason);
    }

    /** Then it is the one that runs: who goes back from it means all of it. */
    private boolean keptPart(Release release, WantedProject now) {
        try {
            Optional<Heading> before = book.before(release.heading());
            return before.isPresent()
                    && Contents.keptPart(book.release(now.name(), before.get().number()), release.wanted(), now);
        } catch (Refused e) {
            LOG.error(
                    "it cannot be told how much of release {} runs",
                    release.heading().number(),
                    e);
            return false;
        }
    }

    /** Looks at releases that a daemon left begun; {@code others} are looked after elsewhere. */
    public void recover(Predicate<String> others) throws IOException {
        for (String project : store.projects()) {
            for (Heading heading : store.shelf(project).newestFirst()) {
                if (heading.outcome().state() == Outcome.State.BEGUN && !others.test(project)) {
                    Optional<Release> release = store.release(project, heading.number());
                    release.ifPresent(found -> waiters.execute(() -> recover(found)));
                }
            }
        }
    }

    private void recover(Release release) {
        String project = release.heading().project();
        WantedProject now = control.wanted(project);
        if (now == null || !Contents.same(now, release.wanted())) {
            Outcome outcome = Outcome.interrupted("the daemon ended before it began", false);
            recorder.note(release, now, outcome, Who.DAEMON);
            return;
        }
        try {
            control.rest(project, now.version(), PATIENCE_MILLIS);
            recorder.note(release, control.wanted(project), outcome(release, control.wanted(project)), Who.DAEMON);
        } catch (Refused e) {
            recorder.note(release, now, Outcome.failed(String.valueOf(e.getMessage()), true), Who.DAEMON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The up that brings a release again, with the very images that it had. */
    public UpRequest again(Release release) throws Refused {
        WantedProject wanted = release.wanted();
        SortedMap<String, Integer> scale = new TreeMap<>();
        wanted.services().forEach((name, service) -> scale.put(name, service.replicas()));
        UpRequest request = new UpRequest(
                ProjectFile.model(wanted),
                wanted.disabled(),
                UpAsked.USUAL.scaled(scale).removingOrphans(leavesServicesOut(wanted)));
        return request.pinned(pins.of(release, wanted.name()));
    }

    private boolean leavesServicesOut(WantedProject wanted) {
        WantedProject now = control.wanted(wanted.name());
        return now != null
                && !wanted.services().keySet().containsAll(now.services().keySet());
    }

    /** What a rollback would do. */
    public List<Planned> planRollback(Release target) throws Refused {
        return control.plan(again(target));
    }

    /** Brings a release again; the number of the new one, 0 when it runs already. */
    public int rollback(Release target, Who who) throws Refused, InterruptedException {
        Heading heading = target.heading();
        Order order = new Order(who, "rollback to " + heading.number(), heading.content(), target.staging());
        return up(again(target), order);
    }

    @Override
    public void close() {
        waiters.shutdownNow();
    }
}

package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.ProjectFile;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.reconcile.UpRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    private final ImageDesk desk;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    /** Wait for what nobody waits for any more. */
    private final ThreadPoolExecutor waiters;

    public Releases(ReleaseStore store, Control control, ImageDesk desk, Audit audit, Clock clock) {
        this.store = store;
        this.control = control;
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
        this.waiters =
                new ThreadPoolExecutor(WAITERS, WAITERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "release");
                    thread.setDaemon(true);
                    return thread;
                });
        waiters.allowCoreThreadTimeOut(true);
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
        synchronized (locks.computeIfAbsent(project, key -> new Object())) {
            List<Planned> plan = plan(request);
            WantedProject asked = control.imagined(request);
            Release release = null;
            if (!plan.isEmpty() || !Contents.same(control.wanted(project), asked)) {
                release = record(asked, plan, order, Outcome.BEGUN);
                audit.append(order.who(), deed(release.heading(), Deed.BEGUN));
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
        synchronized (locks.computeIfAbsent(project, key -> new Object())) {
            Optional<Heading> newest = newest(project, order.cause(), 0)
                    .filter(heading -> heading.outcome().state() == Outcome.State.BEGUN);
            if (newest.isEmpty()) {
                return begin(request, order);
            }
            Release release = release(project, newest.get().number());
            return new Recorded(control.begin(request), release.wanted(), release, order);
        }
    }

    /** The newest release, when it is one of this cause that came after another. */
    Optional<Heading> newest(String project, String cause, int after) throws Refused {
        return shelf(project).newestFirst().stream()
                .findFirst()
                .filter(heading -> heading.cause().equals(cause) && heading.number() > after);
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

    /** {@link #note} for the newest release, if it is one of this cause. */
    void noteNewest(String project, String cause, Outcome outcome, Who who) {
        try {
            Optional<Heading> newest = newest(project, cause, 0);
            if (newest.isPresent()) {
                note(release(project, newest.get().number()), control.wanted(project), outcome, who);
            }
        } catch (Refused e) {
            LOG.error("what came of the {} into {} cannot be noted", cause, project, e);
        }
    }

    private Release record(WantedProject asked, List<Planned> plan, Order order, Outcome outcome) throws Refused {
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
        Map<String, Heading> needed = needed();
        dropped.stream()
                .flatMap(heading -> heading.images().values().stream())
                .map(ReleasedImage::id)
                .filter(id -> !id.isEmpty() && !needed.containsKey(id))
                .distinct()
                .forEach(desk::drop);
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
            boolean back = stands && now != null && !Contents.kept(recorded.asked(), now);
            note(
                    recorded.release(),
                    now,
                    back ? Outcome.rolledBack(reason) : Outcome.failed(reason, stands),
                    recorded.order().who());
        }
    }

    private int done(Recorded recorded) throws Refused {
        WantedProject now = control.wanted(recorded.project());
        if (recorded.release() != null) {
            note(
                    recorded.release(),
                    now,
                    outcome(recorded.asked(), now),
                    recorded.order().who());
            return recorded.number();
        }
        return now == null || !newImages(now) ? 0 : found(now, recorded.order());
    }

    private static Outcome outcome(WantedProject asked, @Nullable WantedProject now) {
        if (now == null || now.down() != null) {
            return Outcome.interrupted("the project was taken down", false);
        }
        return Contents.kept(asked, now)
                ? Outcome.DONE
                : Outcome.rolledBack("a service did not become healthy and went back to what it was");
    }

    /** References that mean other images now are seen only when they were chosen. */
    private boolean newImages(WantedProject now) throws Refused {
        Optional<Heading> running = running(now.name());
        SortedMap<String, ReleasedImage> images = Contents.images(now, desk);
        return running.isEmpty() || !ids(running.get().images()).equals(ids(images));
    }

    private static Map<String, String> ids(SortedMap<String, ReleasedImage> images) {
        SortedMap<String, String> ids = new TreeMap<>();
        images.forEach((service, image) -> ids.put(service, image.id()));
        return ids;
    }

    private int found(WantedProject now, Order order) throws Refused {
        synchronized (locks.computeIfAbsent(now.name(), key -> new Object())) {
            Release release = record(now, List.of(), order, Outcome.DONE);
            audit.append(order.who(), deed(release.heading(), Deed.DONE));
            return release.heading().number();
        }
    }

    /** Completes a record, unless another release has done so meanwhile. */
    void note(Release release, @Nullable WantedProject now, Outcome outcome, Who who) {
        Heading heading = release.heading();
        synchronized (locks.computeIfAbsent(heading.project(), key -> new Object())) {
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
            note(release, now, outcome, Who.DAEMON);
            return;
        }
        try {
            control.rest(project, now.version(), PATIENCE_MILLIS);
            note(release, control.wanted(project), outcome(release.wanted(), control.wanted(project)), Who.DAEMON);
        } catch (Refused e) {
            note(release, now, Outcome.failed(String.valueOf(e.getMessage()), true), Who.DAEMON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest first. */
    public List<Heading> history(String project) throws Refused {
        return shelf(project).newestFirst();
    }

    /** The release that runs, if the project is up. */
    public Optional<Heading> running(String project) throws Refused {
        return isUp(project) ? shelf(project).running() : Optional.empty();
    }

    private boolean isUp(String project) {
        WantedProject wanted = control.wanted(project);
        return wanted != null && wanted.down() == null;
    }

    private Shelf shelf(String project) throws Refused {
        try {
            return store.shelf(project);
        } catch (IOException e) {
            throw new Refused(Kind.FAILED, "the releases of " + project + " cannot be read: " + e.getMessage(), "");
        }
    }

    /** The whole of one. */
    public Release release(String project, int number) throws Refused {
        try {
            return store.release(project, number)
                    .orElseThrow(() -> new Refused(
                            Kind.NOT_FOUND,
                            "project " + project + " has no release " + number + "; 'jcompose history' shows those that"
                                    + " are kept",
                            ""));
        } catch (IOException e) {
            throw new Refused(Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    /** Where a rollback leads: to {@code number}, or with 0 to the one before what runs. */
    public Release target(String project, int number) throws Refused {
        if (number != 0) {
            return release(project, number);
        }
        Heading previous = shelf(project)
                .previous(isUp(project))
                .orElseThrow(() -> new Refused(
                        Kind.NOT_FOUND, "project " + project + " has no earlier release that was done", ""));
        return release(project, previous.number());
    }

    /** What differs between two releases. */
    public List<Change> difference(Release first, Release second) {
        return Change.between(first, second);
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
        return request.pinned(pins(release, wanted.name()));
    }

    private boolean leavesServicesOut(WantedProject wanted) {
        WantedProject now = control.wanted(wanted.name());
        return now != null
                && !wanted.services().keySet().containsAll(now.services().keySet());
    }

    /**
     * The images of a release, all of which are on this host afterwards.
     *
     * @param project for which they are pulled where one is missing
     */
    Map<String, Pin> pins(Release release, String project) throws Refused {
        SortedMap<String, Pin> pins = new TreeMap<>();
        for (Map.Entry<String, WantedService> entry :
                release.wanted().services().entrySet()) {
            ReleasedImage image = release.heading().images().get(entry.getKey());
            if (image != null && !image.id().isEmpty()) {
                pins.put(entry.getKey(), pin(entry.getKey(), image, project));
            }
        }
        return pins;
    }

    /** The image of a service of a release. */
    Pin pin(String service, ReleasedImage image, String project) throws Refused {
        Optional<Pin> here = desk.here(image.id());
        if (here.isPresent()) {
            return here.get();
        }
        String byDigest = image.byDigest();
        if (byDigest == null) {
            throw new Refused(
                    Kind.NOT_FOUND,
                    "image " + image.id() + " (" + image.reference() + ") of service " + service
                            + " is not on this host any more, and no registry has it",
                    "services." + service + ".image");
        }
        return desk.fetched(byDigest, project);
    }

    /**
     * The image that a lock names, pulled when it is not here.
     *
     * @param locked {@code sha256:...} of an image of this host, or a reference with a digest
     */
    public Pin pin(String service, String locked, String project) throws Refused {
        if (locked.contains("@")) {
            return desk.fetched(locked, project);
        }
        return desk.here(locked)
                .orElseThrow(() -> new Refused(
                        Kind.NOT_FOUND,
                        "the locked image " + locked + " of service " + service
                                + " is not on this host, and no registry has it",
                        "services." + service + ".image"));
    }

    /** What a reference means on this host. */
    public Optional<ReleasedImage> meant(String reference) {
        return desk.meant(reference);
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

    /**
     * By image id: the newest release that needs it, of projects that are up. What was taken down is not kept from being
     * cleared away.
     */
    public Map<String, Heading> needed() throws IOException {
        Map<String, Heading> needed = new TreeMap<>();
        for (String project : store.projects()) {
            if (!isUp(project)) {
                continue;
            }
            for (Heading heading : store.shelf(project).newestFirst()) {
                heading.images().values().forEach(image -> needed.putIfAbsent(image.id(), heading));
            }
        }
        needed.remove("");
        return needed;
    }

    @Override
    public void close() {
        waiters.shutdownNow();
    }
}

package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.orchestrator.release.PromotionEnd.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings releases from one environment into the next: gates, the very same images, health, and back again when it does not
 * become healthy. Each phase is on disk before it begins, so the next daemon goes on where this one ended.
 */
public final class Promoter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Promoter.class);
    private static final int MOST_AT_ONCE = 16;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final PromotionStore store;
    private final Releases releases;
    private final Control control;
    private final Audit audit;
    private final Gates gates;
    private final Landing landing;
    private final Map<String, CompletableFuture<PromotionEnd>> running = new HashMap<>();
    private final ThreadPoolExecutor threads;

    public Promoter(PromotionStore store, Releases releases, Control control, Audit audit, Consumer<Progress> events) {
        this.store = store;
        this.releases = releases;
        this.control = control;
        this.audit = audit;
        this.gates = new Gates(control, releases.book(), events);
        this.landing = new Landing(releases, control);
        this.threads = new ThreadPoolExecutor(
                MOST_AT_ONCE, MOST_AT_ONCE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "promotion");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** What a promotion would do. */
    public record Plan(int release, List<Gate> gates, List<Planned> actions) {}

    /** Shows a promotion of what runs in the first environment; changes nothing. */
    public Plan plan(PromotionAsked asked) throws Refused {
        Promotion promotion = prepared(asked, Who.DAEMON);
        UpRequest request = landing.request(promotion);
        return new Plan(promotion.release(), promotion.stage().gates(), control.plan(request));
    }

    /** Promotes what runs in the first environment, and waits for the end; whoever waits may go away. */
    public PromotionEnd promote(PromotionAsked asked, Who who) throws Refused, InterruptedException {
        Promotion promotion = prepared(asked, who);
        return await(begin(promotion, who, new Deed("promote", promotion.target(), text(promotion), Deed.BEGUN)));
    }

    /** Approves what waits, and goes on with it. */
    public PromotionEnd approve(PromotionAsked asked, Who who) throws Refused, InterruptedException {
        CompletableFuture<PromotionEnd> end;
        synchronized (this) {
            Promotion promotion = waiting(asked.target());
            if (!promotion.from().equals(asked.from())) {
                throw new Refused(
                        Kind.CONFLICT,
                        "what waits there comes from " + promotion.from() + ", not from " + asked.from(),
                        "");
            }
            mustBeMeant(asked, promotion.release(), "waits for an approval");
            Deed deed = new Deed("approve", asked.target(), text(promotion), Deed.DONE);
            end = begin(promotion.approvedBy(who, asked.timeoutSeconds()), who, deed);
        }
        return await(end);
    }

    /** What somebody was shown may have been overtaken meanwhile. */
    private static void mustBeMeant(PromotionAsked asked, int found, String does) throws Refused {
        if (asked.release() != 0 && asked.release() != found) {
            throw new Refused(
                    Kind.CONFLICT,
                    "release " + found + " " + does + " now, not release " + asked.release(),
                    "look at it, and ask again");
        }
    }

    /** Gives up what waits for an approval. */
    public synchronized void cancel(String target, Who who) throws Refused {
        Promotion promotion = waiting(target);
        forget(target);
        audit.append(who, new Deed("promote", target, text(promotion), "cancelled"));
    }

    private Promotion waiting(String target) throws Refused {
        Promotion promotion = store.into(target);
        if (promotion == null || promotion.phase() != Promotion.Phase.WAITING || running.containsKey(target)) {
            throw new Refused(Kind.CONFLICT, "no promotion into " + target + " waits for an approval", "");
        }
        return promotion;
    }

    /** Those that are under way, by the project that they go to. */
    public List<Promotion> all() {
        return store.all();
    }

    /** Whether a promotion looks after the project's last release. */
    public boolean holds(String project) {
        Promotion promotion = store.into(project);
        return promotion != null && promotion.phase().changes();
    }

    private Promotion prepared(PromotionAsked asked, Who who) throws Refused {
        String from = asked.from();
        String environment = asked.environment();
        Heading heading = releases.book()
                .running(from)
                .orElseThrow(() -> new Refused(Kind.NOT_FOUND, "no release of " + from + " is running", ""));
        if (heading.outcome().state() != Outcome.State.DONE) {
            throw new Refused(
                    Kind.CONFLICT,
                    "release " + heading.number() + " of " + from + " is "
                            + heading.outcome().text(),
                    "");
        }
        mustBeMeant(asked, heading.number(), "runs in " + from);
        Release release = releases.book().release(from, heading.number());
        Optional<Stage> stage = release.staging().later().stream()
                .filter(one -> one.environment().equals(environment))
                .findFirst();
        if (stage.isEmpty()) {
            throw new Refused(
                    Kind.NOT_FOUND,
                    "release " + heading.number() + " of " + from + " cannot go to " + environment + ": "
                            + ways(release.staging()),
                    "");
        }
        if (stage.get().model() == null) {
            throw new Refused(
                    Kind.CONFLICT,
                    "release " + heading.number() + " of " + from + " cannot go to " + environment
                            + ", which could not be read when it was made: "
                            + stage.get().problem(),
                    "");
        }
        return new Promotion(
                from,
                heading.number(),
                stage.get(),
                release.staging().at(stage.get()),
                heading.images(),
                who,
                asked.timeoutSeconds(),
                Promotion.Phase.GATES,
                0,
                null,
                0,
                0);
    }

    private static String ways(Staging staging) {
        if (staging.environment().isEmpty()) {
            return "it was made without an environment; make one with jcompose -e ENVIRONMENT up";
        }
        String others = staging.later().stream().map(Stage::environment).collect(Collectors.joining(", "));
        return others.isEmpty()
                ? staging.environment() + " was the last environment when it was made"
                : "from " + staging.environment() + " it can go on to " + others;
    }

    private static String text(Promotion promotion) {
        return promotion.cause() + " to " + promotion.stage().environment();
    }

    private synchronized CompletableFuture<PromotionEnd> begin(Promotion promotion, Who who, Deed deed) throws Refused {
        String target = promotion.target();
        Promotion there = store.into(target);
        if (there != null && (running.containsKey(target) || there.phase().changes())) {
            throw new Refused(
                    Kind.CONFLICT,
                    "a " + there.cause() + " into " + there.stage().environment() + " is under way ("
                            + there.phase().word() + "), a second one has to wait for its end",
                    "");
        }
        try {
            store.put(promotion);
        } catch (IOException e) {
            throw new Refused(Kind.FAILED, "the promotion cannot be noted: " + e.getMessage(), "");
        }
        if (there != null && promotion.approver() == null) {
            audit.append(who, new Deed("promote", target, text(there), "cancelled: " + text(promotion) + " came"));
        }
        audit.append(who, deed);
        return start(promotion);
    }

    private CompletableFuture<PromotionEnd> start(Promotion promotion) {
        var end = new CompletableFuture<PromotionEnd>();
        running.put(promotion.target(), end);
        threads.execute(() -> run(promotion, end, FIRST_PAUSE_MILLIS));
        return end;
    }

    private static PromotionEnd await(CompletableFuture<PromotionEnd> end) throws Refused, InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new Refused(Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    /** Goes on with what a daemon left. */
    public synchronized void resume() {
        for (Promotion promotion : store.all()) {
            if (promotion.phase() != Promotion.Phase.WAITING) {
                LOG.info("going on with the {} into {}: {}", promotion.cause(), promotion.target(), promotion.phase());
                start(promotion);
            }
        }
    }

    /** {@code pauseMillis} until it goes on when it breaks off after it has begun to change something. */
    private void run(Promotion promotion, CompletableFuture<PromotionEnd> end, long pauseMillis) {
        try {
            PromotionEnd came = steps(promotion);
            synchronized (this) {
                running.remove(promotion.target());
                if (came.state() != State.WAITING) {
                    forget(promotion.target());
                }
            }
            audit.append(promotion.who(), new Deed("promote", promotion.target(), text(promotion), came.text()));
            end.complete(came);
        } catch (InterruptedException e) {
            // The daemon ends: the next one goes on.
            Thread.currentThread().interrupt();
            end.completeExceptionally(new IllegalStateException("the daemon ends; the next one goes on", e));
        } catch (Refused | IOException | RuntimeException e) {
            LOG.error("the {} into {} broke off", promotion.cause(), promotion.target(), e);
            brokeOff(promotion.target(), pauseMillis);
            end.completeExceptionally(e);
        }
    }

    /** What has changed nothing yet can be begun anew; else it goes on from what is on disk until it comes to an end. */
    private synchronized void brokeOff(String target, long pauseMillis) {
        Promotion there = store.into(target);
        if (there == null || !there.phase().changes()) {
            running.remove(target);
            forget(target);
            return;
        }
        var end = new CompletableFuture<PromotionEnd>();
        running.put(target, end);
        CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, threads)
                .execute(() -> run(there, end, Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS)));
    }

    private void forget(String target) {
        try {
            store.remove(target);
        } catch (IOException e) {
            LOG.error("the promotion into {} cannot be forgotten, the next daemon looks at it again", target, e);
        }
    }

    private PromotionEnd steps(Promotion begun) throws Refused, IOException, InterruptedException {
        Promotion promotion = begun;
        if (promotion.phase() == Promotion.Phase.GATES) {
            Path directory = Path.of(landing.model(promotion).workingDirectory());
            while (promotion.passed() < promotion.stage().gates().size()) {
                Gate gate = promotion.stage().gates().get(promotion.passed());
                if (gate instanceof Gate.Approval && promotion.approver() == null) {
                    store.put(promotion.in(Promotion.Phase.WAITING));
                    return new PromotionEnd(State.WAITING, 0, "");
                }
                String closed = gates.closed(promotion, gate, directory);
                if (!closed.isEmpty()) {
                    return new PromotionEnd(State.FAILED, 0, "gate " + gate.text() + ": " + closed);
                }
                promotion = store.put(promotion.passed(promotion.passed() + 1));
            }
            int previous = releases.book()
                    .running(promotion.target())
                    .map(Heading::number)
                    .orElse(0);
            int newest = releases.book().history(promotion.target()).stream()
                    .findFirst()
                    .map(Heading::number)
                    .orElse(0);
            promotion = store.put(promotion.over(previous, newest));
        }
        if (promotion.phase() == Promotion.Phase.APPLYING) {
            Landing.Come come = landing.apply(promotion);
            if (come.reason().isEmpty()) {
                return new PromotionEnd(State.DONE, come.release(), "");
            }
            if (come.overtaken()) {
                return new PromotionEnd(State.FAILED, 0, come.reason());
            }
            promotion = store.put(promotion.in(Promotion.Phase.ROLLING_BACK));
            return landing.back(promotion, come.reason());
        }
        return landing.back(promotion, "the daemon ended while it was rolled back");
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

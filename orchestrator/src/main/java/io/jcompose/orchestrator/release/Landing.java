package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a promotion: the release comes into its environment, or what ran there comes back. Done twice it is done. */
final class Landing {
    /** So long nothing may end again before it counts as healthy. */
    private static final long STEADY_MILLIS = 2_000;
    /** One that ends so often is given up before its time is over. */
    private static final int MOST_ENDS = 3;

    private final Releases releases;
    private final Control control;

    Landing(Releases releases, Control control) {
        this.releases = releases;
        this.control = control;
    }

    /**
     * How it came.
     *
     * @param release its number, 0 when nothing was to be done
     * @param reason why it must not stay; empty when it may
     * @param overtaken whether somebody else changed the project meanwhile, so that nothing is to be taken back
     */
    record Come(int release, String reason, boolean overtaken) {}

    /** The project as the release has it for that environment. */
    Project model(Promotion promotion) throws Refused {
        String model = promotion.stage().model();
        try {
            Project project = Canonical.parse(model == null ? "{}" : model);
            if (!project.name().equals(promotion.target())) {
                throw new Refused(
                        Kind.FAILED, "the release has a model of " + project.name() + " for " + promotion.target(), "");
            }
            return project;
        } catch (SpecException e) {
            throw new Refused(Kind.FAILED, "the model of " + promotion.target() + ": " + e.getMessage(), "");
        }
    }

    /** The up that brings it: images of services that it had where it comes from are these and no others. */
    UpRequest request(Promotion promotion) throws Refused {
        Project model = model(promotion);
        Map<String, Pin> pins = new TreeMap<>();
        for (Map.Entry<String, ReleasedImage> entry : promotion.images().entrySet()) {
            if (model.services().containsKey(entry.getKey())
                    && !entry.getValue().id().isEmpty()) {
                pins.put(entry.getKey(), releases.pins().of(entry.getKey(), entry.getValue(), promotion.target()));
            }
        }
        WantedProject now = control.wanted(promotion.target());
        boolean fewer = now != null
                && !model.services().keySet().containsAll(now.services().keySet());
        return new UpRequest(model, Set.copyOf(promotion.stage().disabled()), UpAsked.USUAL.removingOrphans(fewer))
                .pinned(pins);
    }

    Come apply(Promotion promotion) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(promotion.timeoutSeconds());
        @Nullable Recorded recorded = null;
        try {
            Optional<Heading> done = releases.book()
                    .newest(promotion.target(), promotion.cause(), promotion.newest())
                    .filter(heading -> heading.outcome().state() == Outcome.State.DONE);
            if (done.isPresent()) {
                return new Come(done.get().number(), "", false);
            }
            recorded = releases.beginOrResume(
                    request(promotion), new Order(promotion.who(), promotion.cause(), promotion.staging()));
            control.finish(recorded.begun(), left(end));
            becomesSteady(promotion.target(), end);
        } catch (Refused e) {
            String reason = String.valueOf(e.getMessage());
            boolean overtaken = recorded != null && releases.isOvertaken(recorded);
            return new Come(0, overtaken ? "another release came meanwhile" : reason, overtaken);
        }
        if (releases.isOvertaken(recorded)) {
            return new Come(0, "another release came meanwhile", true);
        }
        int number = recorded.number();
        Release release = recorded.release();
        if (release != null) {
            releases.note(release, Outcome.DONE, promotion.who());
        }
        return new Come(number == 0 ? promotion.previous() : number, "", false);
    }

    private void becomesSteady(String project, long end) throws Refused, InterruptedException {
        for (int ends = 0; ends < MOST_ENDS; ends++) {
            control.awaitSteady(project, Math.max(1, TimeUnit.MILLISECONDS.toSeconds(left(end))));
            if (control.staysHealthy(project, STEADY_MILLIS)) {
                return;
            }
        }
        throw new Refused(Kind.FAILED, "containers of " + project + " end again and again", "");
    }

    private static long left(long end) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    /** Brings back what ran before the promotion failed for {@code reason}. */
    PromotionEnd back(Promotion promotion, String reason) throws InterruptedException {
        PromotionEnd end;
        try {
            if (promotion.previous() > 0) {
                control.up(releases.again(releases.book().release(promotion.target(), promotion.previous())));
            } else {
                control.operations().down(promotion.target(), new DownAsked(List.of(), false, true, null));
            }
            end = new PromotionEnd(PromotionEnd.State.ROLLED_BACK, 0, reason + unwell(promotion));
        } catch (Refused e) {
            end = new PromotionEnd(PromotionEnd.State.FAILED, 0, reason + "; and going back failed: " + e.getMessage());
        }
        Outcome outcome = end.state() == PromotionEnd.State.ROLLED_BACK
                ? Outcome.rolledBack(end.reason())
                : Outcome.failed(end.reason(), false);
        releases.noteNewest(promotion.target(), promotion.cause(), outcome, Who.DAEMON);
        return end;
    }

    /** Waits until what ran before serves again; what there is to say when it does not in time. */
    private String unwell(Promotion promotion) throws InterruptedException {
        if (promotion.previous() == 0) {
            return "";
        }
        try {
            control.awaitHealthy(promotion.target(), List.of(), promotion.timeoutSeconds());
            return "";
        } catch (Refused e) {
            return "; what ran before is back, and not well: " + e.getMessage();
        }
    }
}

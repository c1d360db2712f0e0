package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.execute.Progress.Phase;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.Refused;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Looks whether a gate is open. */
final class Gates {
    private final Control control;
    private final ReleaseBook releases;
    private final Consumer<Progress> events;

    Gates(Control control, ReleaseBook releases, Consumer<Progress> events) {
        this.control = control;
        this.releases = releases;
        this.events = events;
    }

    /** Empty when it is open, else why not. Takes as long as the gate says. */
    String closed(Promotion promotion, Gate gate, Path directory) throws InterruptedException {
        tell(promotion, gate, "Checking", Phase.WORKING, null);
        String reason;
        try {
            reason = gate instanceof Gate.Healthy healthy
                    ? healthy(promotion, healthy)
                    : gate instanceof Gate.Command command
                            ? command(promotion, command, directory)
                            : approval(promotion);
        } catch (Refused e) {
            reason = String.valueOf(e.getMessage());
        }
        boolean open = reason.isEmpty();
        tell(promotion, gate, open ? "Passed" : "Closed", open ? Phase.DONE : Phase.ERROR, open ? null : reason);
        return reason;
    }

    private void tell(
            Promotion promotion,
            Gate gate,
            String status,
            Phase phase,
            @org.jspecify.annotations.Nullable String detail) {
        events.accept(new Progress(promotion.target(), "Gate " + gate.text(), status, phase, detail));
    }

    private String healthy(Promotion promotion, Gate.Healthy gate) throws Refused, InterruptedException {
        int running = releases.running(promotion.from()).map(Heading::number).orElse(0);
        if (running != promotion.release()) {
            return "release " + promotion.release() + " does not run in " + promotion.from() + " any more";
        }
        control.awaitHealthy(promotion.from(), java.util.List.of(), promotion.timeoutSeconds());
        long left = gate.time().toMillis() - control.steadyMillis(promotion.from());
        return left <= 0 || control.staysHealthy(promotion.from(), left)
                ? ""
                : promotion.from() + " was not healthy for " + gate.time().toSeconds() + " s";
    }

    private String command(Promotion promotion, Gate.Command gate, Path directory) throws InterruptedException {
        Map<String, String> variables = Map.of(
                "JCOMPOSE_FROM", promotion.from(),
                "JCOMPOSE_TO", promotion.target(),
                "JCOMPOSE_ENV", promotion.stage().environment(),
                "JCOMPOSE_RELEASE", String.valueOf(promotion.release()));
        return HostCommand.run(
                gate.words(),
                directory,
                variables,
                gate.timeout(),
                line -> tell(promotion, gate, "Checking", Phase.WORKING, line));
    }

    private static String approval(Promotion promotion) {
        return promotion.approver() == null ? "nobody has approved it yet" : "";
    }
}

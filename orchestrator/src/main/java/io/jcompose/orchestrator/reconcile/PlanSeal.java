package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a plan was made of and what it said, as SHA-256 each, in hexadecimal: an {@code up} within the plan is one for
 * which all four are still the same.
 *
 * @param asked the model and what was asked for with it
 * @param wanted of the project before
 * @param observed which containers, networks and volumes there are, what containers are made from, and which run
 * @param actions the plan's lines
 */
public record PlanSeal(String asked, String wanted, String observed, String actions) {
    static PlanSeal of(UpRequest request, @Nullable WantedProject before, Observed observed, List<Planned> plan) {
        return new PlanSeal(asked(request), wanted(before), seen(request, before, observed), lines(plan));
    }

    private static String asked(UpRequest request) {
        return digest(Canonical.json(request.model(), false)
                + new TreeSet<>(request.asked().services())
                + request.asked().chosen().alone()
                + new TreeMap<>(request.asked().scale())
                + request.asked().recreation()
                + request.asked().removeOrphans()
                + request.asked().noStart());
    }

    private static String wanted(@Nullable WantedProject before) {
        try {
            return before == null ? digest("") : digest(new String(ProjectFile.write(before), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** What there is of the project; networks and volumes of others come and go. */
    private static String seen(UpRequest request, @Nullable WantedProject before, Observed observed) {
        String project = request.model().name();
        Set<String> networks = new TreeSet<>();
        Set<String> volumes = new TreeSet<>();
        request.model().networks().values().forEach(network -> networks.add(network.name()));
        request.model().volumes().values().forEach(volume -> volumes.add(volume.name()));
        if (before != null) {
            before.networks().values().forEach(network -> networks.add(network.name()));
            before.volumes().values().forEach(volume -> volumes.add(volume.name()));
        }
        TreeSet<String> facts = new TreeSet<>();
        for (ObservedContainer container : observed.containers().values()) {
            if (container.slot().project().equals(project)) {
                facts.add(String.join(
                        " ",
                        "container",
                        container.id(),
                        container.name(),
                        container.fingerprint(),
                        container.image(),
                        container.running() ? "runs" : "rests"));
            }
        }
        networks.retainAll(observed.networks().keySet());
        networks.forEach(
                name -> facts.add("network " + name + " " + observed.networks().get(name)));
        volumes.retainAll(observed.volumes().keySet());
        volumes.forEach(name -> facts.add("volume " + name));
        return digest(String.join("\n", facts));
    }

    private static String lines(List<Planned> plan) {
        return digest(String.join(
                "\n",
                plan.stream().map(line -> line.text() + " # " + line.because()).toList()));
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Throws a sentence that says what is not as it was when {@code given} was made. */
    void mustBe(PlanSeal given, String project) throws Refused {
        String changed = "";
        if (!asked.equals(given.asked)) {
            changed = "the files, or what is asked for,";
        } else if (!wanted.equals(given.wanted)) {
            changed = "what is wanted of project " + project;
        } else if (!observed.equals(given.observed)) {
            changed = "what there is of project " + project;
        } else if (!actions.equals(given.actions)) {
            changed = "what would be done";
        }
        if (!changed.isEmpty()) {
            throw new Refused(
                    Kind.CONFLICT,
                    "the plan does not hold any more: " + changed + " has changed since it was made; nothing was done",
                    "");
        }
    }
}

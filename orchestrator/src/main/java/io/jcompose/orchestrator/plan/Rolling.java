package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Rollout;
import io.jcompose.spec.decode.Replacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far the containers of one service are on their way to the version that is wanted: which places are filled by an
 * older one, which new ones can be relied on, and whose turn it is to be replaced.
 */
public final class Rolling {
    private final ProjectView view;
    private final WantedService service;
    private final Rollout rollout;
    private final Trust trust;
    private final long now;
    private final SortedMap<Integer, ObservedContainer> fresh = new TreeMap<>();
    private final SortedMap<Integer, List<ObservedContainer>> older = new TreeMap<>();
    private final List<Integer> waiting = new ArrayList<>();
    private final Set<Integer> turns = new TreeSet<>();
    private final List<ObservedContainer> failed = new ArrayList<>();
    private final List<String> unsure = new ArrayList<>();
    private int underWay;
    private long lookAgainAt = Long.MAX_VALUE;

    Rolling(ProjectView view, WantedService service, long now) {
        this.view = view;
        this.service = service;
        this.now = now;
        this.rollout = rolloutOf(service);
        this.trust = new Trust(service, rollout, now);
        for (ObservedContainer container : view.containersOf(service.spec().name())) {
            int number = container.slot().number();
            if (view.obsolete(container, service) == null) {
                fresh.put(number, container);
            } else if (number <= service.replicas()) {
                older.computeIfAbsent(number, key -> new ArrayList<>()).add(container);
            }
        }
        for (int number = 1; number <= service.replicas(); number++) {
            assess(number);
        }
        giveTurns();
    }

    /** The way back is governed by what the version that failed says of it. */
    private static Rollout rolloutOf(WantedService service) {
        Update update = service.update();
        return update != null && (update.state() == Update.State.ROLLING_BACK || update.state() == Update.State.STUCK)
                ? Replacing.rollback(update.previous().spec())
                : Replacing.update(service.spec());
    }

    private void assess(int number) {
        ObservedContainer current = fresh.get(number);
        List<ObservedContainer> old = running(number);
        if (current != null) {
            assess(current, !old.isEmpty());
            return;
        }
        boolean begun = inFlight(
                        Resource.Kind.SLOT, new Slot(view.name(), service.spec().name(), number).name())
                || old.stream().anyMatch(Rolling::ending);
        if (begun) {
            turns.add(number);
        }
        // What is done to an older one need not be its end: it may only be remembered, or be repaired.
        boolean busy = old.stream().anyMatch(one -> inFlight(Resource.Kind.CONTAINER, one.id()));
        if (begun || busy || old.isEmpty()) {
            underWay++;
        } else {
            waiting.add(number);
        }
    }

    private void assess(ObservedContainer current, boolean doubled) {
        switch (trust.in(current)) {
            case SETTLED -> underWay += doubled ? 1 : 0;
            case FAILED -> failed.add(current);
            case UNSURE -> {
                underWay++;
                unsure.add(Trust.doubt(current));
                trust.settlesAt(current).ifPresent(this::lookAgain);
            }
        }
    }

    private List<ObservedContainer> running(int number) {
        return older.getOrDefault(number, List.of()).stream()
                .filter(ObservedContainer::running)
                .toList();
    }

    private static boolean ending(ObservedContainer container) {
        Memo memo = container.memo();
        return memo.stopBegun() || memo.care().drainDeadline() != 0;
    }

    private boolean inFlight(Resource.Kind kind, String name) {
        return view.observed().inFlight().contains(new Resource(view.name(), kind, name));
    }

    private void lookAgain(long at) {
        lookAgainAt = Math.min(lookAgainAt, at);
    }

    /** First those that serve nobody, then by number; a batch waits after the one before. */
    private void giveTurns() {
        boolean judged = !failure().isEmpty() && rollout.failure() != Rollout.Failure.CONTINUE;
        if (isHalted() || judged || waiting.isEmpty()) {
            return;
        }
        boolean atOnce = !service.running() || rollout.parallelism() == 0;
        int free = atOnce ? waiting.size() : rollout.parallelism() - underWay;
        boolean unjudged = !failed.isEmpty() && service.update() == null;
        if (!atOnce && (held() != null || unjudged)) {
            return;
        }
        long due = atOnce ? now : nextBatch();
        if (due > now) {
            lookAgain(due);
            return;
        }
        waiting.sort(Comparator.comparing((Integer number) ->
                        running(number).stream().anyMatch(one -> Readiness.ready(one, view.madeFrom(one, service))))
                .thenComparing(Comparator.naturalOrder()));
        turns.addAll(waiting.subList(0, Math.max(0, Math.min(free, waiting.size()))));
    }

    private long nextBatch() {
        Duration delay = rollout.delay();
        if (delay.isZero()) {
            return now;
        }
        return fresh.values().stream()
                        .flatMapToLong(container -> trust.settlesAt(container).stream())
                        .max()
                        .orElse(now - delay.toMillis())
                + delay.toMillis();
    }

    /** Who fills the places: of each the container that is wanted now, or after a failure the older one that still runs. */
    public List<ObservedContainer> filling() {
        SortedMap<Integer, ObservedContainer> filling = new TreeMap<>(fresh);
        if (isHalted()) {
            older.forEach((number, old) -> old.stream()
                    .filter(ObservedContainer::running)
                    .findFirst()
                    .ifPresent(one -> filling.put(number, one)));
        }
        return List.copyOf(filling.values());
    }

    /** Whether too many new ones failed, so that nothing more is replaced. */
    public boolean isHalted() {
        Update update = service.update();
        return update != null && (update.state() == Update.State.PAUSED || update.state() == Update.State.STUCK);
    }

    /** The service that is updated first because this one depends on it, or null. */
    public @Nullable String held() {
        if (waiting.isEmpty() || !service.running()) {
            return null;
        }
        for (String name : service.spec().dependsOn().keySet()) {
            WantedService target = view.wanted().services().get(name);
            if (target != null && target.running() && view.rolling(target).isMoving()) {
                return name;
            }
        }
        return null;
    }

    /** Whether containers are still being replaced, or new ones are not to be relied on yet. */
    public boolean isMoving() {
        boolean changes = !older.isEmpty()
                || (service.update() != null && service.update().state().active());
        return !isHalted() && (!waiting.isEmpty() || (underWay > 0 && changes));
    }

    /** Whether containers are being replaced, and not all at a time. */
    public boolean servesWhileMoving() {
        boolean inTurn = rollout.said() && rollout.parallelism() > 0 && rollout.parallelism() < service.replicas();
        return (startsFirst() || inTurn) && isMoving();
    }

    /** Why it may never come further, a sentence; empty while it may. */
    public String stall() {
        return fresh.values().stream()
                .filter(container -> trust.in(container) != Trust.State.SETTLED && Trust.fails(container))
                .map(Trust::doubt)
                .findFirst()
                .orElse("");
    }

    /** What somebody who brings the project up has to wait for, a sentence; empty when there is nothing. */
    public String awaited() {
        boolean back = service.update() != null && service.update().state() == Update.State.ROLLING_BACK;
        boolean matters = back || rollout.said() || !waiting.isEmpty() || !older.isEmpty();
        if (!isMoving() || !matters) {
            return "";
        }
        String doubts = unsure.isEmpty() ? "" : ": " + String.join(", ", unsure);
        return service.spec().name() + " is updated, " + waiting.size() + " to go" + doubts;
    }

    /** When to look again though nothing happens. */
    public OptionalLong lookAgainAt() {
        return lookAgainAt == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(lookAgainAt);
    }

    /** Whether the place is to get a container of the version that is wanted now. */
    public boolean opens(int number) {
        if (fresh.containsKey(number)) {
            return false;
        }
        List<ObservedContainer> old = older.getOrDefault(number, List.of());
        boolean healed = old.stream().allMatch(one -> !one.running() && view.isHealed(one, service));
        boolean meanwhile = startsFirst() && turns.contains(number);
        return old.isEmpty() || healed || meanwhile;
    }

    private boolean startsFirst() {
        return service.running() && rollout.order() == Rollout.Order.START_FIRST && canBeTwo();
    }

    /** The way back can be to a version for which start-first would be refused. */
    private boolean canBeTwo() {
        return service.spec().containerName() == null
                && service.spec().networks().values().stream().allMatch(it -> it.ipv4Address() == null);
    }

    /** Whether an older container in a place that is wanted is to end now. */
    public boolean ends(ObservedContainer old) {
        ObservedContainer current = fresh.get(old.slot().number());
        if (view.isHealed(old, service)) {
            return old.running() || current != null;
        }
        if (isHalted()) {
            return old.life() instanceof Life.Created;
        }
        if (!old.running() || old.memo().stopBegun() || !service.running()) {
            return true;
        }
        if (current != null) {
            return trust.in(current) == Trust.State.SETTLED;
        }
        return turns.contains(old.slot().number()) && !startsFirst();
    }

    /** Why too many new ones failed, a sentence; empty while they did not. */
    public String failure() {
        Update update = service.update();
        boolean many = !failed.isEmpty() && failed.size() > rollout.maxFailureRatio() * service.replicas();
        return many && update != null && update.state().active() && service.running() ? Trust.doubt(failed.get(0)) : "";
    }

    /** What follows a failure. */
    public Rollout.Failure consequence() {
        return rollout.failure();
    }

    /** Whether all containers are of the version that is wanted, and none has still to prove itself. */
    public boolean isDone() {
        Update update = service.update();
        return update != null
                && update.state().active()
                && service.image() != null
                && older.isEmpty()
                && fresh.size() >= service.replicas()
                && (underWay == 0 || !service.running());
    }
}

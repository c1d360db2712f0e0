package io.jcompose.orchestrator.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What is decided about the releases of one project, the smallest number first. Pure. */
final class Shelf {
    static final int KEPT = 50;

    private final SortedMap<Integer, Heading> headings;

    Shelf(SortedMap<Integer, Heading> headings) {
        this.headings = headings;
    }

    int nextNumber() {
        return headings.isEmpty() ? 1 : headings.lastKey() + 1;
    }

    /** The newest first. */
    List<Heading> newestFirst() {
        List<Heading> sorted = new ArrayList<>(headings.values());
        java.util.Collections.reverse(sorted);
        return sorted;
    }

    /** The one whose wish is the project's, while it is up. */
    Optional<Heading> running() {
        return newestFirst().stream()
                .filter(heading -> heading.outcome().stands())
                .findFirst();
    }

    /**
     * Where a rollback without a number leads: to the newest one that was done and had other content before what runs. So
     * a second rollback goes further back, and not forth again.
     *
     * @param up whether the project is up; else the last one that was done
     */
    Optional<Heading> previous(boolean up) {
        Optional<Heading> running = up ? running() : Optional.empty();
        int below = running.map(Heading::content).orElse(Integer.MAX_VALUE);
        return newestFirst().stream()
                .filter(heading -> heading.outcome().state() == Outcome.State.DONE)
                .filter(heading -> heading.number() < below)
                .findFirst();
    }

    /** Those that are too many when one more comes; what runs stays. */
    List<Integer> surplus() {
        int running = running().map(Heading::number).orElse(0);
        List<Integer> numbers = new ArrayList<>(headings.keySet());
        numbers.removeIf(number -> number == running);
        return numbers.subList(0, Math.max(0, headings.size() + 1 - KEPT));
    }
}

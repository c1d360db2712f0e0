package io.jcompose.orchestrator.plan;

/**
 * The place of a container in a project: it is filled by one incarnation at a time.
 *
 * @param number from 1
 */
public record Slot(String project, String service, int number) implements Comparable<Slot> {
    private static final java.util.Comparator<Slot> ORDER = java.util.Comparator.comparing(Slot::project)
            .thenComparing(Slot::service)
            .thenComparingInt(Slot::number);

    /** The container's name unless the service has a fixed one. */
    public String name() {
        return project + "-" + service + "-" + number;
    }

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }
}

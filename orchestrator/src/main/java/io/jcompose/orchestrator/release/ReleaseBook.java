package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What there is of releases: which came, which runs, which images they need. Changes nothing. */
public final class ReleaseBook {
    private final ReleaseStore store;
    private final Predicate<String> isUp;

    /** {@code isUp} tells whether a project is wanted, and not to go down. */
    ReleaseBook(ReleaseStore store, Predicate<String> isUp) {
        this.store = store;
        this.isUp = isUp;
    }

    /** The newest release, when it is one of this cause that came after another. */
    Optional<Heading> newest(String project, String cause, int after) throws Refused {
        return shelf(project).newestFirst().stream()
                .findFirst()
                .filter(heading -> heading.cause().equals(cause) && heading.number() > after);
    }

    /** The newest first. */
    public List<Heading> history(String project) throws Refused {
        return shelf(project).newestFirst();
    }

    /** The release that runs, if the project is up. */
    public Optional<Heading> running(String project) throws Refused {
        return isUp.test(project) ? shelf(project).running() : Optional.empty();
    }

    /** The release that ran before this one. */
    Optional<Heading> before(Heading heading) throws Refused {
        return history(heading.project()).stream()
                .filter(other ->
                        other.number() < heading.number() && other.outcome().stands())
                .findFirst();
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
                .previous(isUp.test(project))
                .orElseThrow(() -> new Refused(
                        Kind.NOT_FOUND, "project " + project + " has no earlier release that was done", ""));
        return release(project, previous.number());
    }

    /**
     * By image id: the newest release that needs it, of projects that are up. What was taken down is not kept from being
     * cleared away.
     */
    public Map<String, Heading> needed() throws IOException {
        Map<String, Heading> needed = new TreeMap<>();
        for (String project : store.projects()) {
            if (!isUp.test(project)) {
                continue;
            }
            for (Heading heading : store.shelf(project).newestFirst()) {
                heading.images().values().forEach(image -> needed.putIfAbsent(image.id(), heading));
            }
        }
        needed.remove("");
        return needed;
    }
}

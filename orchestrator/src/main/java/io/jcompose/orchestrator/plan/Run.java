package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Service;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was done for a container in its last run, and before it.
 *
 * @param contents what its secrets and configs hold: target to digest
 * @param preStarted the start token that its {@code pre_start} hooks have ended well for, -1 for none
 * @param postStarted whether its {@code post_start} hooks have ended well
 * @param stopDue when SIGKILL is due since a stop began with {@code pre_stop} hooks (CLOCK_BOOTTIME milliseconds), else 0
 * @param preStopped whether these have ended, well or not
 * @param failure why a hook has ended it; empty when none did
 */
public record Run(
        SortedMap<String, String> contents,
        long preStarted,
        boolean postStarted,
        long stopDue,
        boolean preStopped,
        String failure) {
    public static final Run NONE = new Run(new TreeMap<>(), -1, false, 0, false, "");

    public Run {
        contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    }

    /** A run that begins now, with what the service's grants hold now. */
    Run begun(Service service) {
        return new Run(contentsOf(service), preStarted, false, 0, false, "");
    }

    /** Target to digest, of the grants of which the content is known. */
    public static SortedMap<String, String> contentsOf(Service service) {
        SortedMap<String, String> contents = new TreeMap<>();
        for (Grant grant : Grants.of(service)) {
            if (grant.digest() != null) {
                contents.put(grant.target(), grant.digest());
            }
        }
        return contents;
    }

    /** The grants of a service whose content is another one than in this run. */
    public List<Grant> changed(Service service) {
        return Grants.of(service).stream()
                .filter(grant ->
                        grant.digest() != null && !Objects.equals(grant.digest(), contents.get(grant.target())))
                .toList();
    }

    public Run withContents(SortedMap<String, String> changed) {
        return new Run(changed, preStarted, postStarted, stopDue, preStopped, failure);
    }

    public Run preStartedFor(long token) {
        return new Run(contents, token, postStarted, stopDue, preStopped, failure);
    }

    public Run afterPostStart() {
        return new Run(contents, preStarted, true, stopDue, preStopped, failure);
    }

    public Run stopping(long due) {
        return new Run(contents, preStarted, postStarted, due, false, failure);
    }

    public Run afterPreStop() {
        return new Run(contents, preStarted, postStarted, stopDue, true, failure);
    }

    public Run failed(String why) {
        return new Run(contents, preStarted, postStarted, stopDue, preStopped, why);
    }
}

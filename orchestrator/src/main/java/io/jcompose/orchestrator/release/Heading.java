package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.audit.Who;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is told of a release in a list.
 *
 * @param number from 1, in its project
 * @param environment it was made for; empty for none
 * @param cause the command, as {@code up}, {@code rollback to 3}
 * @param content number of the release of the same project that first had this content: itself, or what was rolled back to
 * @param images by service
 */
public record Heading(
        String project,
        int number,
        String environment,
        Instant time,
        Who who,
        String cause,
        int content,
        SortedMap<String, ReleasedImage> images,
        Outcome outcome) {
    public Heading {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    Heading with(SortedMap<String, ReleasedImage> chosen, Outcome changed) {
        return new Heading(project, number, environment, time, who, cause, content, chosen, changed);
    }

    Heading with(Outcome changed) {
        return with(images, changed);
    }
}

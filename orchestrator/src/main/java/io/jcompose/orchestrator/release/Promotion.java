package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.audit.Who;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A release on its way into another environment; what is written of it is enough to go on after a crash.
 *
 * @param from project that it comes from
 * @param release its number there
 * @param stage where it goes to
 * @param staging of the release that is made there
 * @param images that it had there, by service
 * @param timeoutSeconds time to become healthy
 * @param passed how many gates were passed
 * @param approver who approved it, or null
 * @param previous number of the release that runs where it goes to, or 0 for none
 * @param newest number of the newest release there before its own
 */
public record Promotion(
        String from,
        int release,
        Stage stage,
        Staging staging,
        SortedMap<String, ReleasedImage> images,
        Who who,
        int timeoutSeconds,
        Phase phase,
        int passed,
        @Nullable Who approver,
        int previous,
        int newest) {
    public Promotion {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    /** What is being done. */
    public enum Phase {
        GATES("checking gates"),
        WAITING("waiting for an approval"),
        APPLYING("applying"),
        ROLLING_BACK("rolling back");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** Whether the project that it goes to is touched. */
        boolean changes() {
            return this == APPLYING || this == ROLLING_BACK;
        }
    }

    /** The project that it goes to. */
    public String target() {
        return stage.project();
    }

    String cause() {
        return "promotion of " + from + " " + release;
    }

    Promotion in(Phase next) {
        return new Promotion(
                from, release, stage, staging, images, who, timeoutSeconds, next, passed, approver, previous, newest);
    }

    Promotion passed(int gates) {
        return new Promotion(
                from, release, stage, staging, images, who, timeoutSeconds, phase, gates, approver, previous, newest);
    }

    Promotion approvedBy(Who somebody, int seconds) {
        return new Promotion(
                from, release, stage, staging, images, who, seconds, Phase.GATES, passed, somebody, previous, newest);
    }

    Promotion over(int number, int last) {
        return new Promotion(
                from,
                release,
                stage,
                staging,
                images,
                who,
                timeoutSeconds,
                Phase.APPLYING,
                passed,
                approver,
                number,
                last);
    }
}

package io.jcompose.spec;

import java.time.Duration;
import java.util.List;

/** What must hold before a release comes into an environment. */
public sealed interface EnvironmentGate {
    /** It was healthy in the environment it comes from for so long. */
    record Healthy(Duration time) implements EnvironmentGate {}

    /** A program of the host ends with 0 within {@code timeout}. */
    record Command(List<String> words, Duration timeout) implements EnvironmentGate {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** Somebody says yes. */
    record Approval() implements EnvironmentGate {}
}

package io.jcompose.orchestrator.release;

import java.time.Duration;
import java.util.List;

/** What must hold before a release goes into an environment. */
public sealed interface Gate {
    /** In words. */
    String text();

    /** All containers of the environment it comes from were running and healthy for so long, without a restart. */
    record Healthy(Duration time) implements Gate {
        @Override
        public String text() {
            return "healthy for " + time.toSeconds() + "s";
        }
    }

    /** A program that the daemon runs in the project's directory ends with 0 within {@code timeout}. */
    record Command(List<String> words, Duration timeout) implements Gate {
        public Command {
            words = List.copyOf(words);
        }

        @Override
        public String text() {
            return "command " + String.join(" ", words);
        }
    }

    /** Somebody says yes. */
    record Approval() implements Gate {
        @Override
        public String text() {
            return "approval";
        }
    }
}

package io.jcompose.orchestrator.asked;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is commanded of containers that are there. */
public sealed interface Operation {
    /** Those named; empty for all. */
    List<String> services();

    /** The command's name. */
    String word();

    /** @param stopSeconds grace period, or null for their own */
    record Stop(List<String> services, @Nullable Long stopSeconds) implements Operation {
        @Override
        public String word() {
            return "stop";
        }
    }

    /** With what they depend on. */
    record Start(List<String> services) implements Operation {
        @Override
        public String word() {
            return "start";
        }
    }

    /**
     * @param stopSeconds grace period, or null for their own
     * @param alone without those who say {@code restart: true} of them
     */
    record Restart(List<String> services, @Nullable Long stopSeconds, boolean alone) implements Operation {
        @Override
        public String word() {
            return "restart";
        }
    }

    /**
     * @param signal name without SIG, or number
     * @param removeOrphans whether containers of services that are not declared any more go
     */
    record Kill(List<String> services, String signal, boolean removeOrphans) implements Operation {
        @Override
        public String word() {
            return "kill";
        }
    }

    /**
     * The containers of services go, none of which runs unless they were stopped before; the services stay known.
     *
     * @param volumes whether their anonymous volumes go too
     */
    record Remove(List<String> services, boolean volumes) implements Operation {
        @Override
        public String word() {
            return "rm";
        }
    }
}

package io.jcompose.orchestrator.plan;

import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.change.Difference;
import java.util.List;
import java.util.stream.Collectors;

/** Why an action is done; it travels to progress, plan, log and test. */
public sealed interface Because {
    /** The reason in words, to stand behind the action. */
    String text();

    /** Whether nobody needs to be told: what was asked for is simply being done. */
    default boolean obvious() {
        return this instanceof Missing
                || this instanceof NotRunning
                || this instanceof Asked
                || this instanceof GoingDown
                || this instanceof Over
                || this instanceof Follows;
    }

    /** Something wanted is not there. */
    record Missing(String what) implements Because {
        @Override
        public String text() {
            return what + " is missing";
        }
    }

    /** It is there, and should run. */
    record NotRunning() implements Because {
        @Override
        public String text() {
            return "it is wanted running";
        }
    }

    /** It is there but damaged by hand. */
    record Damaged(String what) implements Because {
        @Override
        public String text() {
            return what + " was damaged";
        }
    }

    /** The service was changed in the file. */
    record Changed(String service, List<String> fields) implements Because {
        @Override
        public String text() {
            return fields.isEmpty() ? service + " changed" : String.join(", ", fields) + " changed";
        }
    }

    /**
     * A network or volume is made anew, because the file says something else of it now.
     *
     * @param path of it in the file
     */
    record Reconfigured(String path, List<Difference> changes) implements Because {
        @Override
        public String text() {
            return changes.isEmpty()
                    ? "its configuration changed"
                    : changes.stream().map(Difference::text).collect(Collectors.joining("; "));
        }
    }

    /** The network has another name in the file now, or is not in it any more. */
    record Undeclared(String network) implements Because {
        @Override
        public String text() {
            return "network " + network + " is not declared any more";
        }
    }

    /** It was stopped to leave a network, and has its networks again. */
    record Moved() implements Because {
        @Override
        public String text() {
            return "it is back on its networks";
        }
    }

    /** Secrets or configs hold something else, as {@code config nginx.conf}. */
    record ContentChanged(List<String> what) implements Because {
        @Override
        public String text() {
            return String.join(", ", what) + " changed";
        }
    }

    /** A hook said that it cannot go on. */
    record HookFailed(String reason) implements Because {
        @Override
        public String text() {
            return reason;
        }
    }

    /** Another image was chosen. */
    record ImageChanged(String reference, String before, String after) implements Because {
        private static final int SHOWN = 12;

        @Override
        public String text() {
            return "image " + reference + " " + shown(before) + " -> " + shown(after);
        }

        /** As people know ids. */
        private static String shown(String id) {
            int colon = id.indexOf(':') + 1;
            return id.length() > colon + SHOWN ? id.substring(0, colon + SHOWN) : id;
        }
    }

    /** A person asked for exactly this. */
    record Asked(String command) implements Because {
        @Override
        public String text() {
            return command + " was asked for";
        }
    }

    /** It ended and its policy says again. */
    record Ended(int code, RestartPolicy.Kind policy, int restarts) implements Because {
        @Override
        public String text() {
            return "exited (" + code + "), restart: " + policy.word();
        }
    }

    /** Its start failed and its policy says again. */
    record StartFailed(String reason) implements Because {
        @Override
        public String text() {
            return "start failed: " + reason;
        }
    }

    /** The machine was started anew. */
    record Rebooted() implements Because {
        @Override
        public String text() {
            return "the machine was rebooted";
        }
    }

    /** More replicas than wanted. */
    record Surplus(int wanted) implements Because {
        @Override
        public String text() {
            return "only " + wanted + " wanted";
        }
    }

    /** Its service is in no file any more. */
    record Orphan() implements Because {
        @Override
        public String text() {
            return "its service is gone";
        }
    }

    /** Its probe says so. */
    record Unhealthy() implements Because {
        @Override
        public String text() {
            return "it is unhealthy";
        }
    }

    /** New containers of an update failed, or all of them did well. */
    record Judged(String reason) implements Because {
        @Override
        public String text() {
            return reason;
        }
    }

    /** It did not end within its grace period. */
    record GraceOver() implements Because {
        @Override
        public String text() {
            return "grace period is over";
        }
    }

    /** A one-off container has ended and is not to stay. */
    record Over() implements Because {
        @Override
        public String text() {
            return "it has ended";
        }
    }

    /** Its project is taken down. */
    record GoingDown() implements Because {
        @Override
        public String text() {
            return "the project goes down";
        }
    }

    /** What runs has changed, so names and ports follow. */
    record Follows() implements Because {
        @Override
        public String text() {
            return "names and ports follow the containers";
        }
    }
}

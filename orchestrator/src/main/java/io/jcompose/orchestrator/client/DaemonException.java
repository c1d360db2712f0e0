package io.jcompose.orchestrator.client;

import java.util.List;

/** Why the daemon did not do what was asked. */
public abstract sealed class DaemonException extends Exception {
    private final String hint;

    private DaemonException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to do, or empty. */
    public final String hint() {
        return hint;
    }

    /** The daemon understood and said no, or failed at it. */
    public static final class Refused extends DaemonException {
        private final int status;
        private final String path;
        private final transient List<Reason> more;

        Refused(int status, String message, String path, String hint, List<Reason> more) {
            super(message, hint);
            this.status = status;
            this.path = path;
            this.more = List.copyOf(more);
        }

        /** A further reason: a sentence, and its tree path or empty. */
        public record Reason(String message, String path) {
            static Reason of(JsonObject json) {
                return new Reason(json.text("message"), json.text("path"));
            }
        }

        /** The reasons after the first. */
        public List<Reason> more() {
            return more;
        }

        /** The HTTP status, 200 when the work had begun. */
        public int status() {
            return status;
        }

        /** Tree path in the project ({@code services.web.ports[0]}), or empty. */
        public String path() {
            return path;
        }
    }

    /** There is no daemon, it cannot be started, or the talk with it broke off. */
    public static final class Unreachable extends DaemonException {
        public Unreachable(String message, String hint) {
            super(message, hint);
        }
    }
}

package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;

/** One line of a long answer. */
public sealed interface Message {
    /** How far the work on one resource is. */
    enum Phase {
        WORKING,
        DONE,
        ERROR
    }

    /**
     * Work on a resource.
     *
     * @param id as {@code Container shop-web-1}
     * @param status a verb: Creating, Created, ...
     * @param detail the cause or what failed, or empty
     * @param done bytes that moved so far
     * @param total bytes that are to move; 0 where none are counted
     */
    record Progress(String id, String status, Phase phase, String detail, long done, long total) implements Message {
        public Progress(String id, String status, Phase phase, String detail) {
            this(id, status, phase, detail, 0, 0);
        }
    }

    /** The work is done; this line is the last. */
    record Result(JsonObject value) implements Message {
        /** Containers of the project that no service declares. */
        public List<String> orphans() {
            return value.texts("orphans");
        }

        /** What was left as it is, though the files say otherwise. */
        public List<Notice> notices() {
            return Notice.of(value);
        }

        /** Sentences to be shown. */
        public List<String> warnings() {
            return value.texts("warnings");
        }
    }

    /**
     * A line that a container wrote.
     *
     * @param container its name without the project, as {@code web-1}
     * @param time RFC 3339 with nanoseconds
     * @param error whether it came from stderr
     * @param partial whether the line goes on in the next message
     */
    record LogLine(
            String container, String service, int number, String time, boolean error, boolean partial, String text)
            implements Message {}

    /**
     * A container started or ended.
     *
     * @param type {@code start} or {@code exit}
     * @param code exit code, for an exit
     * @param restarting whether it will be started again by itself
     */
    record Event(String container, String service, String type, int code, boolean restarting) implements Message {
        /** Whether this is the end of its process. */
        public boolean exit() {
            return type.equals("exit");
        }

        /** Whether this is an end that stays. */
        public boolean finalExit() {
            return exit() && !restarting;
        }
    }

    /** From here on no event is missed. */
    record Listening() implements Message {}

    /**
     * Something that happened to a container.
     *
     * @param time RFC 3339
     * @param action as docker names it
     */
    record Happening(String time, String action, String id, String service, Map<String, String> attributes)
            implements Message {}

    /**
     * Something about a step of a build.
     *
     * @param event {@code begin}, {@code line} or {@code end}
     * @param text a title, a line of output, or DONE, CACHED or FAILED
     * @param millis that the step took, at its end
     */
    record BuildStep(int step, String event, String text, long millis) implements Message {}

    /** The message in one line's object; throws when the line tells of an error. */
    static Message of(JsonObject line) throws DaemonException {
        var error = line.object("error");
        if (error.isPresent()) {
            throw refused(200, error.get());
        }
        return line.object("log")
                .map(Message::logLine)
                .or(() -> line.object("progress").map(Message::progress))
                .or(() -> line.object("event").map(Message::event))
                .or(() -> line.object("happened").map(Message::happening))
                .or(() -> line.object("listening").map(inner -> new Listening()))
                .or(() -> line.object("build").map(Message::buildStep))
                .or(() -> line.object("result").map(Result::new))
                .orElseThrow(() -> new DaemonException.Unreachable(
                        "the daemon sent a line of a kind that this jcompose does not know",
                        "use the same version of both: jcompose daemon stop, then try again"));
    }

    /** What an error object says. */
    static DaemonException.Refused refused(int status, JsonObject error) {
        return new DaemonException.Refused(
                status,
                error.text("message"),
                error.text("path"),
                error.text("hint"),
                error.objects("more").stream()
                        .map(DaemonException.Refused.Reason::of)
                        .toList());
    }

    private static Message logLine(JsonObject log) {
        return new LogLine(
                log.text("container"),
                log.text("service"),
                log.integer("number"),
                log.text("time"),
                log.flag("error"),
                log.flag("partial"),
                log.text("text"));
    }

    private static Message progress(JsonObject progress) {
        Phase phase = switch (progress.text("phase")) {
            case "DONE" -> Phase.DONE;
            case "ERROR" -> Phase.ERROR;
            default -> Phase.WORKING;
        };
        return new Progress(
                progress.text("id"),
                progress.text("status"),
                phase,
                progress.text("detail"),
                progress.number("done"),
                progress.number("total"));
    }

    private static Message buildStep(JsonObject step) {
        return new BuildStep(step.integer("step"), step.text("event"), step.text("text"), step.number("millis"));
    }

    private static Message happening(JsonObject one) {
        return new Happening(
                one.text("time"), one.text("action"), one.text("id"), one.text("service"), one.textMap("attributes"));
    }

    private static Message event(JsonObject event) {
        return new Event(
                event.text("container"),
                event.text("service"),
                event.text("type"),
                event.integer("code"),
                event.flag("restarting"));
    }
}

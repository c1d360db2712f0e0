package io.jcompose.orchestrator.client;

/** What the running daemon says about itself; {@code started} is RFC 3339. */
public record DaemonVersion(String version, String api, long pid, String java, String root, String started) {
    static DaemonVersion of(JsonObject json) {
        return new DaemonVersion(
                json.text("version"),
                json.text("api"),
                json.number("pid"),
                json.text("java"),
                json.text("root"),
                json.text("started"));
    }
}

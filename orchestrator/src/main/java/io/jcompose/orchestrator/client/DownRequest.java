package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.OptionalInt;

/** What {@code down} asks for: of the named services, or of all when there are none. */
public record DownRequest(
        boolean volumes,
        boolean removeOrphans,
        OptionalInt stopSeconds,
        List<String> services,
        List<String> unprotect) {
    public DownRequest(boolean volumes, boolean removeOrphans, OptionalInt stopSeconds, List<String> services) {
        this(volumes, removeOrphans, stopSeconds, services, List.of());
    }

    byte[] json() {
        return RequestBody.of(out -> {
            out.writeBooleanField("volumes", volumes);
            out.writeBooleanField("removeOrphans", removeOrphans);
            RequestBody.seconds(out, "stopSeconds", stopSeconds);
            RequestBody.texts(out, "services", services);
            RequestBody.texts(out, "unprotect", unprotect);
        });
    }
}

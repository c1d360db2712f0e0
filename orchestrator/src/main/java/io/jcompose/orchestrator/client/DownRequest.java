package io.jcompose.orchestrator.client;

import io.jcompose.orchestrator.asked.DownAsked;
import java.util.List;

/**
 * What {@code down} sends.
 *
 * @param unprotect volumes that are not protected this time
 */
public record DownRequest(DownAsked asked, List<String> unprotect) {
    public static DownRequest of(DownAsked asked) {
        return new DownRequest(asked, List.of());
    }

    byte[] json() {
        return RequestBody.of(out -> {
            AskedJson.write(out, asked);
            RequestBody.texts(out, "unprotect", unprotect);
        });
    }
}

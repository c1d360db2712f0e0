package io.jcompose.orchestrator.client;

import io.jcompose.orchestrator.asked.DownAsked;
import java.util.List;

/**
 * What {@code down} sends.
 *
 * @param unprotect volumes that are not protected this time
 * @param images references of images that go, which the daemon may not know any more
 */
public record DownRequest(DownAsked asked, List<String> unprotect, List<String> images) {
    public DownRequest(DownAsked asked, List<String> unprotect) {
        this(asked, unprotect, List.of());
    }

    public static DownRequest of(DownAsked asked) {
        return new DownRequest(asked, List.of());
    }

    byte[] json() {
        return RequestBody.of(out -> {
            AskedJson.write(out, asked);
            RequestBody.texts(out, "unprotect", unprotect);
            RequestBody.texts(out, "imagesNamed", images);
        });
    }
}

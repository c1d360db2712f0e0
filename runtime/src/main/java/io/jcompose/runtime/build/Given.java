package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import java.time.Instant;
import java.util.OptionalLong;

/** What a request says about time. */
record Given(BuildRequest request) {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    /** Seconds since 1970 that nothing of the image is younger than (reproducible-builds.org); empty for none. */
    OptionalLong epoch() throws ContainerException {
        String text = request.arguments().getOrDefault(EPOCH, "");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("\\d{1,11}")) {
            throw new ContainerException(EPOCH + "=" + text + " is no number of seconds since 1970");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** The time of what is made now. */
    Instant now() throws ContainerException {
        OptionalLong epoch = epoch();
        return epoch.isPresent() ? Instant.ofEpochSecond(epoch.getAsLong()) : Instant.now();
    }

    /** Whether nothing is to be reached. */
    boolean isOffline() {
        return request.commands().network().equals("none");
    }

    /** What results of RUN depend on besides the step. */
    String further() throws ContainerException {
        BuildRequest.Commands commands = request.commands();
        return commands.hosts() + " " + commands.sharedMemory() + " " + commands.limits() + " " + epoch();
    }
}

package io.jcompose.orchestrator.execute;

import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.ImageProbe;
import io.jcompose.spec.Healthcheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an image says of its health, in the words of services. */
public final class ImageProbes {
    private ImageProbes() {}

    public static @Nullable Healthcheck of(ImageConfig config) {
        ImageProbe probe = config.probe();
        if (probe == null) {
            return null;
        }
        Healthcheck unsaid = Healthcheck.UNSAID;
        return new Healthcheck(
                probe.test(),
                or(probe.interval(), unsaid.interval()),
                or(probe.timeout(), unsaid.timeout()),
                probe.retries() == 0 ? unsaid.retries() : probe.retries(),
                or(probe.startPeriod(), unsaid.startPeriod()),
                or(probe.startInterval(), unsaid.startInterval()));
    }

    private static Duration or(Duration said, Duration otherwise) {
        return said.isZero() ? otherwise : said;
    }
}

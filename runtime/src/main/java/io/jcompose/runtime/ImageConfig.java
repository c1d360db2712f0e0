package io.jcompose.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image (OCI image specification, config.md).
 *
 * @param environment {@code NAME=value}
 * @param user empty for root
 * @param workingDirectory empty for {@code /}
 * @param stopSignal null for SIGTERM
 * @param exposedPorts as {@code 80/tcp}
 * @param volumes paths that get an anonymous volume
 * @param probe of its health, or null
 */
public record ImageConfig(
        Instant created,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        String user,
        String workingDirectory,
        @Nullable String stopSignal,
        List<String> exposedPorts,
        List<String> volumes,
        Map<String, String> labels,
        @Nullable ImageProbe probe) {}

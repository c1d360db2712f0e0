package io.jcompose.runtime;

import java.time.Duration;
import java.util.List;

/**
 * The health probe of an image (Docker image specification 1.2, Healthcheck).
 *
 * @param test {@code [CMD, program, args...]}, {@code [CMD-SHELL, line]}, or {@code [NONE]}
 * @param interval between probes; this and the other times are zero where the image does not say
 * @param timeout of one probe
 * @param startPeriod time in which failures do not count
 * @param startInterval between probes within the start period
 * @param retries failures that make it unhealthy; 0 where the image does not say
 */
public record ImageProbe(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {}

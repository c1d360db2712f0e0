package io.jcompose.orchestrator.reconcile;

import io.jcompose.spec.Healthcheck;
import org.jspecify.annotations.Nullable;

/**
 * An image that a service gets whatever its reference means now.
 *
 * @param image id of an image that is in the store
 * @param probe what the image says of its health, or null
 */
public record Pin(String image, @Nullable Healthcheck probe) {}

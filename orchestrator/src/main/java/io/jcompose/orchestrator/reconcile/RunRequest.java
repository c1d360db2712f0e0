package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.OneOff;

/**
 * What {@code run} asks for.
 *
 * @param up its project, in which the one-off container stands as a service of its own, and the services that are brought
 *     up before it
 * @param name of that service
 * @param oneOff what there is beside
 * @param dependencies whether anything is brought up before
 */
public record RunRequest(UpRequest up, String name, OneOff oneOff, boolean dependencies) {}

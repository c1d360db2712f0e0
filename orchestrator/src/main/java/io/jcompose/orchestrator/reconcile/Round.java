package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Obstacle;
import java.util.List;
import java.util.Set;

/**
 * What the last round said about a project.
 *
 * @param version of the wanted state that it saw; -1 when the project is not wanted
 * @param busy services for which actions were planned or are under way; the empty name when these are no matter of one
 *     service
 * @param pending what waits for something else
 * @param hopeless what will not come about unless somebody acts
 */
public record Round(long version, Set<String> busy, List<Obstacle> pending, List<Obstacle> hopeless) {}

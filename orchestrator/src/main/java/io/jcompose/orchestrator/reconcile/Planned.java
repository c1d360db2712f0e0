package io.jcompose.orchestrator.reconcile;

import io.jcompose.spec.change.Difference;
import java.util.List;

/**
 * One line of a plan.
 *
 * @param text what would be done
 * @param because why
 * @param path tree path of the value that it comes from, or empty
 * @param changes the fields that made it necessary
 */
public record Planned(String text, String because, String path, List<Difference> changes) {}

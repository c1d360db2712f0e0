/** The packaged product, tried as a user does: through the launcher script, on a host of its own. */
@org.jspecify.annotations.NullMarked
package io.jcompose.orchestrator.scenario;

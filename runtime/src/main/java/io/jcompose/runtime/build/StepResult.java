package io.jcompose.runtime.build;

/** The state behind a step, and whether it was found in the cache. */
record StepResult(StageState state, boolean cached) {}

/**
 * What a Dockerfile asks for, decided before and between its steps: which stages are needed, what each step is, under which
 * key its result is remembered. Pure.
 *
 * <p>Must not know: containers, stores, the disk. Start reading at {@link io.jcompose.runtime.build.plan.StageReading}.
 */
@NullMarked
package io.jcompose.runtime.build.plan;

import org.jspecify.annotations.NullMarked;

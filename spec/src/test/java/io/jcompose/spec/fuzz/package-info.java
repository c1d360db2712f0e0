/**
 * Fuzz targets: classes with the method that Jazzer calls. {@code ./mvnw -pl spec -Pfuzz -DskipTests -Dfuzz.seconds=120
 * test} runs each for that time on one core; what it finds is fixed and kept in {@code src/test/resources/fuzz/TARGET},
 * which {@link io.jcompose.spec.fuzz.CorpusTest} runs in every build.
 *
 * <p>Must not know: Jazzer, which calls the targets by name. Start reading at {@link io.jcompose.spec.fuzz.Oracle}.
 */
@NullMarked
package io.jcompose.spec.fuzz;

import org.jspecify.annotations.NullMarked;

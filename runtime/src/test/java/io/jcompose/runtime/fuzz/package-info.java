/**
 * Runs the fuzz targets (classes with the method that Jazzer calls) on what is kept in {@code
 * src/test/resources/fuzz/TARGET}. {@code ./mvnw -pl runtime -Pfuzz -DskipTests -Dfuzz.seconds=120 test} fuzzes each for
 * that time on one core; what it finds is fixed and kept there.
 *
 * <p>Must not know: Jazzer, which calls the targets by name. Start reading at {@link
 * io.jcompose.runtime.fuzz.CorpusTest}.
 */
@NullMarked
package io.jcompose.runtime.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * The module's two doors: files to a project ({@link io.jcompose.spec.text.Loader}), and a project to its canonical text
 * and back ({@link io.jcompose.spec.text.Canonical}).
 *
 * <p>Must not know: Linux, clocks, threads, sockets, the daemon. A package of its own, because the rooms behind the doors
 * build on the records of {@code io.jcompose.spec}. Start reading at {@link io.jcompose.spec.text.Loader}.
 */
@NullMarked
package io.jcompose.spec.text;

import org.jspecify.annotations.NullMarked;

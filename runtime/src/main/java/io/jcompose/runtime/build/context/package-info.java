/**
 * What a build may copy: trees of files that are read without leaving them, and patterns of what is left out.
 *
 * <p>Must not know: Dockerfiles, images, containers. Start reading at {@link io.jcompose.runtime.build.context.SourceTree}.
 */
@NullMarked
package io.jcompose.runtime.build.context;

import org.jspecify.annotations.NullMarked;

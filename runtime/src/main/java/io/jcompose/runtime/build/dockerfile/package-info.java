/**
 * The text of a Dockerfile, and the instructions that it means; expansion of variables in them. Pure.
 *
 * <p>Must not know: files, images, containers. Start reading at {@link
 * io.jcompose.runtime.build.dockerfile.DockerfileReader}.
 */
@NullMarked
package io.jcompose.runtime.build.dockerfile;

import org.jspecify.annotations.NullMarked;

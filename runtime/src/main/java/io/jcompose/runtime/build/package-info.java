/**
 * Images made by Dockerfiles and out of containers: the steps of a build, carried out or found in the cache.
 *
 * <p>Must not know: services, registries, the text of Compose files. Start reading at {@link
 * io.jcompose.runtime.build.ImageBuilds}.
 */
@NullMarked
package io.jcompose.runtime.build;

import org.jspecify.annotations.NullMarked;

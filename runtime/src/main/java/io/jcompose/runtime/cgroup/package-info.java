/**
 * Control groups: where they are mounted (v1, v2, or both), which values limits are, and the groups of containers.
 *
 * <p>Must not know: how a container is started. Start reading at {@link io.jcompose.runtime.cgroup.Cgroups}.
 */
@NullMarked
package io.jcompose.runtime.cgroup;

import org.jspecify.annotations.NullMarked;

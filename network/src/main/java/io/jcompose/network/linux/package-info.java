/**
 * The networks of this Linux: leases, and their execution by the packages beside this one.
 *
 * <p>Must not know: containers, services. Start reading at {@link io.jcompose.network.linux.LinuxNetworks}.
 */
@NullMarked
package io.jcompose.network.linux;

import org.jspecify.annotations.NullMarked;

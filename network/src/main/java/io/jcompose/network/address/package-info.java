/**
 * IPv4 addresses and subnets as values, and the choice of free ones. Pure.
 *
 * <p>Must not know: the kernel, leases on disk. Start reading at {@link io.jcompose.network.address.AddressPool}.
 */
@NullMarked
package io.jcompose.network.address;

import org.jspecify.annotations.NullMarked;

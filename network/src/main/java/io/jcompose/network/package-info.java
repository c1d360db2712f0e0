/**
 * Bridges, addresses, names and published ports, by netlink: no {@code ip}, {@code iptables} or {@code nft} is run.
 *
 * <p>Must not know: containers, images, services; it wires a network namespace that somebody names. From runtime it may
 * import only {@code runtime.linux}. Start reading at {@link io.jcompose.network.Networks}.
 */
@NullMarked
package io.jcompose.network;

import org.jspecify.annotations.NullMarked;

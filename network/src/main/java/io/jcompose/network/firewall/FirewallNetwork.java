package io.jcompose.network.firewall;

import io.jcompose.network.address.Subnet;

/**
 * What the rules need of a network.
 *
 * @param bridge interface name
 * @param gateway the bridge's address
 * @param internal whether nothing leaves or enters
 * @param namePort port on the gateway where its name server listens, 0 for none
 */
public record FirewallNetwork(String bridge, Subnet subnet, int gateway, boolean internal, int namePort) {}

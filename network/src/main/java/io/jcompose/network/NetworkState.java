package io.jcompose.network;

/**
 * A network as it is.
 *
 * @param bridge interface name on the host
 * @param subnet IPv4 CIDR
 * @param gateway the bridge's address
 */
public record NetworkState(NetworkSpec spec, String bridge, String subnet, String gateway) {}

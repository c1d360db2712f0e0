package io.jcompose.network.link;

/**
 * A veth pair to be made.
 *
 * @param bridge index of the bridge of the near end, or 0 for none
 * @param peer name of the far end
 * @param mtu of both ends, in bytes
 */
public record VethPair(String name, int bridge, String peer, String peerMac, int mtu) {}

package io.jcompose.network.link;

/**
 * A network interface as the kernel shows it.
 *
 * @param index interface index in its namespace
 * @param kind {@code bridge}, {@code veth}, or empty
 * @param master index of its bridge, or 0
 * @param peer index of the other end of a veth pair, in that end's namespace, or 0
 * @param mac as {@code 02:42:ac:11:00:02}, or empty
 * @param hairpin whether its bridge sends frames back to where they came from
 */
public record Link(
        String name, int index, String kind, boolean up, int master, int peer, String mac, int mtu, boolean hairpin) {}

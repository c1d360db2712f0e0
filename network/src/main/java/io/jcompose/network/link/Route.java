package io.jcompose.network.link;

import io.jcompose.network.address.Subnet;

/**
 * An IPv4 route.
 *
 * @param destination prefix 0 for the default route
 * @param index of the interface, or 0
 * @param gateway next hop, or 0
 * @param main whether it is in the main table
 */
public record Route(Subnet destination, int index, int gateway, boolean main) {}

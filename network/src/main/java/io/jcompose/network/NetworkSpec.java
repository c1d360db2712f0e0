package io.jcompose.network;

import org.jspecify.annotations.Nullable;

/**
 * A network as it is wanted.
 *
 * @param name real name, unique on this daemon
 * @param internal whether it has no way outside: no default route, no masquerade, no published ports, no forwarding of
 *     names
 * @param subnet IPv4 CIDR, or null for a free one of the pool
 * @param gateway the bridge's address, or null for the first of the subnet
 */
public record NetworkSpec(
        String name,
        boolean internal,
        @Nullable String subnet,
        @Nullable String gateway) {}

package io.jcompose.network;

/** A leased endpoint: IPv4 address, prefix length and MAC; leases outlive the daemon until {@link Networks#disconnect}. */
public record Endpoint(
        String owner,
        String network,
        String interfaceName,
        String address,
        int prefix,
        String mac,
        String hostInterface) {}

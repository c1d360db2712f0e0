package io.jcompose.network;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One interface of a network namespace.
 *
 * @param owner whose it is (a container's id); with {@code network} the key
 * @param namespace path that names the network namespace
 * @param network {@link NetworkSpec#name}
 * @param interfaceName name inside, as {@code eth0}
 * @param defaultRoute whether the namespace's default route leads here
 * @param address a static IPv4 address, or null for a lease of the pool
 */
public record EndpointSpec(
        String owner,
        Path namespace,
        String network,
        String interfaceName,
        boolean defaultRoute,
        @Nullable String address) {}

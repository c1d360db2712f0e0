package io.jcompose.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host port and what answers on it.
 *
 * @param hostAddress IPv4 address of the host, or null for all
 * @param hostPort port on the host
 * @param targets addresses and ports of containers; several are balanced, none refuses
 */
public record Publication(@Nullable String hostAddress, int hostPort, Transport transport, List<Target> targets) {
    /** One address and port behind a publication. */
    public record Target(String address, int port) {}
}

package io.jcompose.network.linux;

import io.jcompose.network.NetworkException;
import io.jcompose.network.Publication;
import io.jcompose.network.address.Ipv4;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses of the host on which ports are published, as users write them. */
final class HostAddress {
    private static final String ALL = "0.0.0.0";

    private HostAddress() {}

    /** Null for all addresses, however that was said. */
    static @Nullable String normal(@Nullable String text) throws NetworkException {
        if (text == null || text.isEmpty() || text.equals(ALL)) {
            return null;
        }
        try {
            return Ipv4.format(Ipv4.parse(text));
        } catch (IllegalArgumentException e) {
            throw new NetworkException(
                    "cannot publish a port on " + text + ": ports are published on IPv4 addresses of this host", e);
        }
    }

    static List<Publication> normal(Collection<Publication> publications) throws NetworkException {
        List<Publication> all = new ArrayList<>();
        for (Publication one : publications) {
            all.add(new Publication(
                    normal(one.hostAddress()), one.hostPort(), one.transport(), List.copyOf(one.targets())));
        }
        return List.copyOf(all);
    }
}

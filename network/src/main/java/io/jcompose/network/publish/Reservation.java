package io.jcompose.network.publish;

import io.jcompose.network.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host port that somebody holds.
 *
 * @param hostAddress null for all
 * @param first first port that was asked for, or 0 for any
 * @param last last port that was asked for
 */
public record Reservation(
        String owner, @Nullable String hostAddress, int first, int last, Transport transport, int port) {
    public boolean isFor(String someone, @Nullable String address, int from, int to, Transport protocol) {
        return new Reservation(someone, address, from, to, protocol, port).equals(this);
    }

    String text() {
        String at = hostAddress == null ? "" : hostAddress + ":";
        return at + port + "/" + transport.name().toLowerCase(Locale.ROOT);
    }
}

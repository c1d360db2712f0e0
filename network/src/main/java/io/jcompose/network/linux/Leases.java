package io.jcompose.network.linux;

import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Publication;
import io.jcompose.network.publish.Reservation;
import java.util.List;

/** All that is stored: one immutable picture. */
record Leases(
        List<NetworkState> networks,
        List<Endpoint> endpoints,
        List<Reservation> ports,
        List<Publication> publications) {
    static final Leases NONE = new Leases(List.of(), List.of(), List.of(), List.of());

    Leases {
        networks = List.copyOf(networks);
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
        publications = List.copyOf(publications);
    }
}

package io.jcompose.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The networks of one daemon. Every change is idempotent and repairs: doing it again makes it so again. Leases
 * (subnets, addresses, reserved ports) are stored, so that a restarted daemon finds them. Calls may come from any thread.
 */
public interface Networks extends AutoCloseable {
    /** All networks by name. */
    Map<String, NetworkState> networks();

    /** All endpoints, connected or to be repaired. */
    List<Endpoint> endpoints();

    /** Makes or repairs the bridge with its gateway address, forwarding, and the name server on the gateway. */
    NetworkState ensure(NetworkSpec spec) throws NetworkException;

    /** Removes bridge, lease and name server. Idempotent. Refused while endpoints are left. */
    void remove(String network) throws NetworkException;

    /** Makes or repairs the interface in the namespace, with address, routes and loopback up. Keeps the lease. */
    Endpoint connect(EndpointSpec spec) throws NetworkException;

    /** Removes the owner's interface and lease on the network. Idempotent. */
    void disconnect(String owner, String network) throws NetworkException;

    /**
     * Holds a host port for an owner, so that no other program and no other owner takes it. The same request again gives
     * the same port.
     *
     * @param hostAddress address of the host, or null for all
     * @param first first port that will do, or 0 for any free one
     * @param last last port that will do
     * @return the port
     * @throws NetworkException.PortTaken that names the port and, where it can be seen, who has it
     */
    int reserve(String owner, @Nullable String hostAddress, int first, int last, Transport transport)
            throws NetworkException;

    /** Host ports that are held now, by owner: not those that another program took while no daemon was there. */
    Map<String, Integer> ports();

    /** Gives the owner's ports back. Idempotent. */
    void release(String owner);

    /** Replaces all published ports (and masquerading and isolation rules) in one transaction. */
    void publish(Collection<Publication> publications) throws NetworkException;

    /**
     * Sends no published connection to the owner any more, until it is disconnected: it is about to end. Publishing others
     * does not do that alone: connection tracking remembers who answered a client's port, and a client that comes from it
     * again would be led to somebody who closes. It tries again instead, and finds who serves then.
     */
    void retire(String owner);

    /** Replaces the names of all networks: network name to zone. */
    void names(Map<String, Zone> zones);

    /** Compares the kernel with what was made. */
    NetworkDamage check() throws NetworkException;

    /** Closes sockets. Networks stay and work on, but for names and host port reservations. */
    @Override
    void close();
}

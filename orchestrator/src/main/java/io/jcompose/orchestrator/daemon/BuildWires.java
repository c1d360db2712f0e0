package io.jcompose.orchestrator.daemon;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Networks;
import io.jcompose.orchestrator.execute.HostResolvers;
import io.jcompose.runtime.BuildNetworks;
import io.jcompose.runtime.ContainerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link BuildNetworks} on the networks of containers: a command of a build gets what a container of a project gets. */
final class BuildWires implements BuildNetworks {
    /** No file can call its network so. */
    private static final String NAME = "build:";

    private static final String OWNER = "build-";

    private final Networks networks;
    private final HostResolvers resolvers;

    private BuildWires(Networks networks, HostResolvers resolvers) {
        this.networks = networks;
        this.resolvers = resolvers;
    }

    /** Takes back what builds of a killed daemon left. */
    static BuildWires open(Networks networks, HostResolvers resolvers) throws NetworkException {
        BuildWires wires = new BuildWires(networks, resolvers);
        for (Endpoint endpoint : networks.endpoints()) {
            if (endpoint.owner().startsWith(OWNER)) {
                networks.disconnect(endpoint.owner(), endpoint.network());
            }
        }
        networks.remove(NAME);
        return wires;
    }

    /** One at a time, so that the network is not removed between its making and its first use. */
    @Override
    public synchronized Link connect(String container, Path namespace, String network) throws ContainerException {
        try {
            NetworkState state = network.equals(USUAL)
                    ? networks.ensure(new NetworkSpec(NAME, false, null, null))
                    : networks.networks().get(network);
            if (state == null) {
                throw new ContainerException("there is no network '" + network
                        + "': those of a project are there while it is up; else default, host or none");
            }
            networks.connect(
                    new EndpointSpec(OWNER + container, namespace, state.spec().name(), "eth0", true, null));
            return new Link(state.gateway(), nameServers(state));
        } catch (NetworkException e) {
            throw new ContainerException("the command cannot be connected: " + e.getMessage(), e);
        }
    }

    private List<String> nameServers(NetworkState state) {
        List<String> servers = new ArrayList<>(List.of(state.gateway()));
        if (!state.spec().internal()) {
            servers.addAll(resolvers.reachableFromOutside());
        }
        return servers;
    }

    @Override
    public synchronized void disconnect(String container) throws ContainerException {
        try {
            for (Endpoint endpoint : networks.endpoints()) {
                if (endpoint.owner().equals(OWNER + container)) {
                    networks.disconnect(endpoint.owner(), endpoint.network());
                }
            }
        } catch (NetworkException e) {
            throw new ContainerException("the command cannot be disconnected: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void settle() throws ContainerException {
        boolean used = networks.endpoints().stream()
                .anyMatch(endpoint -> endpoint.network().equals(NAME));
        try {
            if (!used) {
                networks.remove(NAME);
            }
        } catch (NetworkException e) {
            throw new ContainerException("the network of builds cannot be removed: " + e.getMessage(), e);
        }
    }
}

package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.List;

/** Networks that commands of builds are connected to. All calls may come from any thread. */
public interface BuildNetworks {
    /** The network of commands that ask for none: it leads out, and to no container of a project. */
    String USUAL = "default";

    /**
     * Gives a fresh network namespace an interface and a way out.
     *
     * @param container id of the command's container
     * @param namespace path that names the network namespace
     * @param network {@link #USUAL}, which is made when it is missing, or the name of one that is there
     * @throws ContainerException when there is no such network, or it has no room
     */
    Link connect(String container, Path namespace, String network) throws ContainerException;

    /** Takes the container's interface and address back. Idempotent. */
    void disconnect(String container) throws ContainerException;

    /** A build is over: what was made for builds and nobody is connected to goes. */
    void settle() throws ContainerException;

    /**
     * What a connected command sees.
     *
     * @param gateway IPv4 address of this host on the network
     * @param nameServers IPv4 addresses, the first asked first
     */
    record Link(String gateway, List<String> nameServers) {}
}

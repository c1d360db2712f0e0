package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Port;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds which host port. A fixed port belongs to the service, and its replicas are balanced behind it; a port out of
 * a range, or any free one, belongs to one replica. The key says what is wanted, so that another wish is another key.
 */
public final class HeldPorts {
    private HeldPorts() {}

    /**
     * The key under which a port of a service is held for replica {@code number}. It says what was asked for, so that a
     * port that is declared otherwise is another one.
     */
    public static String key(String project, WantedService service, Port port, int number) {
        String owner = project + "/" + service.spec().name();
        String address = port.hostIp() == null ? "" : port.hostIp() + ":";
        String protocol = "/" + port.protocol().word();
        if (fixed(port)) {
            return owner + "#" + address + port.published() + protocol;
        }
        String range = port.published() + "-" + port.publishedEnd();
        return owner + "/" + number + "#" + address + range + ":" + port.target() + protocol;
    }

    /** The project that a key belongs to. */
    static String project(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** Every key that a service needs, with its port. */
    public static SortedMap<String, Port> needed(String project, WantedService service) {
        SortedMap<String, Port> needed = new TreeMap<>();
        for (Port port : service.spec().ports()) {
            boolean published = port.protocol() != Port.Protocol.SCTP; // the network does not publish it yet
            for (int number = 1; published && number <= service.replicas(); number++) {
                needed.put(key(project, service, port, number), port);
            }
        }
        return needed;
    }

    private static boolean fixed(Port port) {
        return port.published() != 0 && port.published() == port.publishedEnd();
    }
}

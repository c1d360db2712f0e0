package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Port;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds which host port. A fixed port belongs to the service, and its replicas are balanced behind it; a port out of
 * a range, or any free one, belongs to one replica. The key says what is wanted, so that another wish is another key.
 */
public final class HeldPorts {
    private HeldPorts() {}

    /** The key under which port {@code index} of a service is held for replica {@code number}. */
    public static String key(String project, WantedService service, int index, int number) {
        String owner = project + "/" + service.spec().name();
        Port port = service.spec().ports().get(index);
        String address = port.hostIp() == null ? "" : port.hostIp() + ":";
        String protocol = "/" + port.protocol().word();
        if (fixed(port)) {
            return owner + "#" + address + port.published() + protocol;
        }
        String range = port.published() + "-" + port.publishedEnd();
        return owner + "/" + number + "#" + address + range + ":" + port.target() + protocol;
    }

    /** Every key that a service needs, with its port. */
    public static SortedMap<String, Port> needed(String project, WantedService service) {
        SortedMap<String, Port> needed = new TreeMap<>();
        List<Port> ports = service.spec().ports();
        for (int index = 0; index < ports.size(); index++) {
            for (int number = 1; number <= service.replicas(); number++) {
                needed.put(key(project, service, index, number), ports.get(index));
            }
        }
        return needed;
    }

    private static boolean fixed(Port port) {
        return port.published() != 0 && port.published() == port.publishedEnd();
    }
}

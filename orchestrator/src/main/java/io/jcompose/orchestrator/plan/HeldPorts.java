package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Port;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds which host port. A fixed port belongs to the service, and its replicas are balanced behind it; a port out of
 * a range, or any free one, belongs to one replica.
 */
public final class HeldPorts {
    private HeldPorts() {}

    /**
     * The key under which a port of a service is held for replica {@code number}. It says what was asked for, so that a
     * port that is declared otherwise is another one.
     */
    public static String key(String project, WantedService service, Port port, int number) {
        String owner = project + "/" + service.spec().name();
        return (fixed(port) ? owner : owner + "/" + number) + "#" + words(port);
    }

    /** As in the short form of the file: {@code 127.0.0.1:8080:80/tcp}. */
    private static String words(Port port) {
        String address = port.hostIp() == null ? "" : port.hostIp() + ":";
        String published = fixed(port) ? "" + port.published() : port.published() + "-" + port.publishedEnd();
        return address + published + ":" + port.target() + "/" + port.protocol().word();
    }

    /** Every key that a service needs, with its port. */
    public static SortedMap<String, Port> needed(String project, WantedService service) {
        SortedMap<String, Port> needed = new TreeMap<>();
        for (Port port : service.spec().ports()) {
            for (int number = 1; number <= service.replicas(); number++) {
                needed.put(key(project, service, port, number), port);
            }
        }
        return needed;
    }

    private static boolean fixed(Port port) {
        return port.published() != 0 && port.published() == port.publishedEnd();
    }
}

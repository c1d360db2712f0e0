package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildNetworks;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files by which a command of a build finds others. */
final class NetworkFiles {
    static final String HOSTNAME = "build";
    static final List<String> NAMES = List.of("/etc/hosts", "/etc/resolv.conf", "/etc/hostname");

    private static final String LOOPBACK = "127.0.0.1";
    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9]{1,15})?");

    private NetworkFiles() {}

    /**
     * How a command reaches others.
     *
     * @param gateway address of the host
     * @param resolvConf text of /etc/resolv.conf
     */
    record Way(String gateway, String resolvConf) {}

    /** Of a command that reaches nobody. */
    static final Way NO_WAY = new Way(LOOPBACK, "");

    /** Of a command in the host's own network. */
    static Way hostsWay() throws IOException {
        String text = Files.isReadable(RESOLVERS) ? Files.readString(RESOLVERS, StandardCharsets.UTF_8) : "";
        return new Way(LOOPBACK, text);
    }

    static Way way(BuildNetworks.Link link) {
        StringBuilder text = new StringBuilder();
        link.nameServers()
                .forEach(server -> text.append("nameserver ").append(server).append('\n'));
        return new Way(link.gateway(), text.append("options ndots:0\n").toString());
    }

    /** Texts by path. */
    static Map<String, String> of(List<String> lines, Way way) throws ContainerException {
        StringBuilder hosts = new StringBuilder(LOOPBACK + "\tlocalhost " + HOSTNAME + "\n::1\tlocalhost\n");
        for (String line : lines) {
            hosts.append(host(line, way.gateway())).append('\n');
        }
        return Map.of(
                "/etc/hosts", hosts.toString(), "/etc/resolv.conf", way.resolvConf(), "/etc/hostname", HOSTNAME + "\n");
    }

    private static String host(String line, String gateway) throws ContainerException {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals);
        String written = line.substring(equals + 1);
        String address = written.equals("host-gateway") ? gateway : written;
        if (!NAME.matcher(name).matches() || !ADDRESS.matcher(address).matches()) {
            throw new ContainerException("the host '" + line + "' is no NAME=ADDRESS, as in db.example=10.1.2.3");
        }
        return address + "\t" + name;
    }
}

package io.jcompose.spec.decode;

import io.jcompose.spec.Port;
import io.jcompose.spec.Port.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The short form of ports: {@code [IP:][HOST:]CONTAINER[/PROTOCOL]} with ranges (compose-spec, ports, short syntax).
 *
 * @param ip address of the host, or null for all
 * @param host ports of the host, or null for free ones
 * @param target ports of the container
 */
public record PortSyntax(
        @Nullable String ip, PortSyntax.@Nullable Range host, PortSyntax.Range target, Protocol protocol) {
    private static final String FORM = "write [IP:][HOST:]CONTAINER[/PROTOCOL], as in 8080:80 or 127.0.0.1:53:53/udp";

    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,5}");

    /** First and last port. */
    public record Range(int first, int last) {
        public int size() {
            return last - first + 1;
        }
    }

    static PortSyntax parse(String text) throws Malformed {
        int slash = text.lastIndexOf('/');
        Protocol protocol = slash < 0 ? Protocol.TCP : protocol(text.substring(slash + 1));
        String body = slash < 0 ? text : text.substring(0, slash);
        int colon = body.lastIndexOf(':');
        String container = body.substring(colon + 1);
        if (container.isEmpty()) {
            throw new Malformed("no port specified: `" + text + "`", FORM);
        }
        Range target = range("containerPort", container);
        String rest = colon < 0 ? "" : body.substring(0, colon);
        int hostColon = rest.lastIndexOf(':');
        String digits = rest.substring(hostColon + 1);
        String ip = hostColon < 0 ? null : ip(rest.substring(0, hostColon));
        Range host = digits.isEmpty() || digits.equals("0") ? null : range("hostPort", digits);
        if (host != null && target.size() > 1 && host.size() != target.size()) {
            throw new Malformed(
                    "invalid ranges specified for container and host Ports: `" + text + "`",
                    "give both ranges the same length");
        }
        return new PortSyntax(ip, host, target, protocol);
    }

    /** What the entry means: one port, or one for each of a container range, ordered by the text of their keys. */
    List<Port> ports() {
        if (host != null && target.size() == 1) {
            return List.of(new Port(ip, host.first(), host.last(), target.first(), protocol));
        }
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            int published = host == null ? 0 : host.first() + i;
            ports.add(new Port(ip, published, published, target.first() + i, protocol));
        }
        ports.sort(Comparator.comparing(PortSyntax::key));
        return ports;
    }

    /** Two entries with one key mean the same port; the later one wins. */
    public static String key(Port port) {
        String ip = port.hostIp() == null ? "0.0.0.0" : port.hostIp();
        return ip + ":" + published(port) + ":" + port.target() + "/"
                + port.protocol().word();
    }

    /** {@code 8080}, {@code 8000-8010}, or empty for a port that is free. */
    public static String published(Port port) {
        if (port.published() == 0) {
            return "";
        }
        return port.published() == port.publishedEnd()
                ? Integer.toString(port.published())
                : port.published() + "-" + port.publishedEnd();
    }

    static Protocol protocol(String word) throws Malformed {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "sctp" -> Protocol.SCTP;
            default -> throw new Malformed("invalid proto: `" + word + "`", "tcp, udp or sctp");
        };
    }

    static String ip(String written) throws Malformed {
        boolean bracketed = written.startsWith("[") && written.endsWith("]");
        String ip = bracketed ? written.substring(1, written.length() - 1) : written;
        if (!Addresses.isIp(ip)) {
            throw new Malformed("invalid IP address: `" + written + "`", FORM);
        }
        return ip;
    }

    static Range range(String what, String text) throws Malformed {
        int dash = text.indexOf('-');
        int first = number(what, dash < 0 ? text : text.substring(0, dash), text);
        int last = dash < 0 ? first : number(what, text.substring(dash + 1), text);
        if (last < first) {
            throw new Malformed("invalid " + what + ": `" + text + "` ends before it starts");
        }
        return new Range(first, last);
    }

    private static int number(String what, String digits, String text) throws Malformed {
        boolean valid = NUMBER.matcher(digits).matches();
        int port = valid ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw new Malformed("invalid " + what + ": `" + text + "`", "ports are numbers from 1 to 65535");
        }
        return port;
    }
}

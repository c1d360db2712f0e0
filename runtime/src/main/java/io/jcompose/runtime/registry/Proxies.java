package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Through which server another is asked, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the daemon say, in capitals or not.
 * This host itself is always asked directly.
 *
 * @param safe for https; null for none
 * @param plain for http; null for none
 * @param direct entries of NO_PROXY: {@code *}, a host, a domain with all below it, an address, a network, each also with a
 *     port
 */
record Proxies(@Nullable InetSocketAddress safe, @Nullable InetSocketAddress plain, List<String> direct) {
    static final Proxies NONE = new Proxies(null, null, List.of());

    private static final int USUAL_PORT = 80;

    static Proxies of(Map<String, String> environment) throws ContainerException {
        List<String> direct = new ArrayList<>();
        for (String entry : value(environment, "NO_PROXY").split("[,\\s]+")) {
            if (!entry.isEmpty()) {
                direct.add(entry.toLowerCase(Locale.ROOT));
            }
        }
        return new Proxies(server(environment, "HTTPS_PROXY"), server(environment, "HTTP_PROXY"), List.copyOf(direct));
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return (value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value).strip();
    }

    private static @Nullable InetSocketAddress server(Map<String, String> environment, String name)
            throws ContainerException {
        String text = value(environment, name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getRawUserInfo() != null) {
                throw new ContainerException(
                        name + " has an account in it, and proxies that want one are not spoken to");
            }
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() > 65_535) {
                throw new ContainerException(name + " is not written as http://HOST:PORT");
            }
            return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort());
        } catch (IllegalArgumentException e) {
            throw new ContainerException(name + " is not written as http://HOST:PORT", e);
        }
    }

    /** Whether there may be names that only a proxy knows. */
    static boolean isSet(Map<String, String> environment) {
        return !value(environment, "HTTPS_PROXY").isEmpty()
                || !value(environment, "HTTP_PROXY").isEmpty();
    }

    /** The proxy for an address; null when it is asked directly. */
    @Nullable
    InetSocketAddress server(URI uri) {
        InetSocketAddress server = "https".equals(uri.getScheme()) ? safe : plain;
        String host = uri.getHost();
        if (server == null || host == null || Endpoints.isLoopback(host)) {
            return null;
        }
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : USUAL_PORT;
        return direct.stream().anyMatch(entry -> fits(entry, name, port)) ? null : server;
    }

    private static boolean fits(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.indexOf(':') == colon) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        if (name.contains("/")) {
            return isIn(name, host);
        }
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return host.equals(domain) || host.endsWith(domain.startsWith(".") ? domain : "." + domain);
    }

    /** Only addresses are in networks: no name is looked up for it. */
    private static boolean isIn(String network, String host) {
        int slash = network.indexOf('/');
        byte[] base = address(network.substring(0, slash));
        byte[] asked = address(host);
        String digits = network.substring(slash + 1);
        if (base.length == 0 || base.length != asked.length || !digits.matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(digits);
        for (int i = 0; i < Math.min(bits, base.length * 8); i++) {
            int mask = 0x80 >> (i % 8);
            if ((base[i / 8] & mask) != (asked[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] address(String text) {
        if (!text.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    /** For the JDK's client. */
    ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                InetSocketAddress server = server(uri);
                return List.of(
                        server == null
                                ? Proxy.NO_PROXY
                                : new Proxy(
                                        Proxy.Type.HTTP,
                                        new InetSocketAddress(server.getHostString(), server.getPort())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress server, IOException why) {
                // Whoever asked hears of it.
            }
        };
    }
}

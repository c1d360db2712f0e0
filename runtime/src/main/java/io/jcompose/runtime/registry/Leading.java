package io.jcompose.runtime.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/**
 * Where a registry may lead us, by a redirect or by naming its token server. The program runs as root inside other
 * people's networks: a public registry must not make it ask the machines there.
 */
final class Leading {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Names names;

    /** Looks a host name up; nothing comes of one that only a proxy knows. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    Leading(Names names) {
        this.names = names;
    }

    /**
     * Why a step is not taken; empty when it may be. The addresses are asked for again when the connection is made, and
     * the JDK answers from its cache of 30 s: a name that changes its address in between gains nothing.
     */
    Optional<String> refusal(URI from, URI to) throws UnknownHostException {
        String scheme = to.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme)) {
            return Optional.of("only http and https are followed");
        }
        if (to.getHost() == null || to.getPort() > 65_535 || to.getRawUserInfo() != null) {
            return Optional.of("it names no plain host");
        }
        if (sameOrigin(from, to)) {
            return Optional.empty();
        }
        if ("https".equals(from.getScheme()) && scheme.equals("http")) {
            return Optional.of("it leads from https to http");
        }
        Reach target = farthest(to);
        if (target == Reach.NOBODY || target.compareTo(nearest(from)) > 0) {
            return Optional.of(
                    "it leads to an address inside this network, which " + from.getHost() + " is not part of");
        }
        return Optional.empty();
    }

    static boolean sameOrigin(URI one, URI other) {
        return String.valueOf(one.getScheme()).equals(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private Reach farthest(URI uri) throws UnknownHostException {
        Reach found = Reach.PUBLIC;
        for (InetAddress address : addresses(uri)) {
            Reach reach = Reach.of(address);
            found = reach.compareTo(found) > 0 ? reach : found;
        }
        return found;
    }

    private Reach nearest(URI uri) throws UnknownHostException {
        InetAddress[] addresses = addresses(uri);
        Reach found = addresses.length == 0 ? Reach.PUBLIC : Reach.LOOPBACK;
        for (InetAddress address : addresses) {
            Reach reach = Reach.of(address);
            found = reach.compareTo(found) < 0 ? reach : found;
        }
        return found;
    }

    private InetAddress[] addresses(URI uri) throws UnknownHostException {
        String host = String.valueOf(uri.getHost());
        return names.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
}

package io.jcompose.runtime.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a registry listens, before anybody was asked. Pure. */
final class Endpoints {
    private static final String DOCKER_HOST = "registry-1.docker.io";

    private Endpoints() {}

    /**
     * The ways to one server, best first.
     *
     * @param name {@code host[:port]}, for credentials and certificates
     */
    record Endpoint(String name, List<URI> ways) {}

    /** Those to pull from: mirrors first. */
    static List<Endpoint> pulling(String registry, RegistrySettings settings) {
        List<Endpoint> all = new ArrayList<>();
        for (URI mirror : settings.mirrors().getOrDefault(registry, List.of())) {
            all.add(new Endpoint(mirror.getRawAuthority(), List.of(mirror)));
        }
        all.add(own(registry, settings));
        return all;
    }

    /**
     * The registry itself: by TLS, and without only on this host or where that was allowed. On this host it is asked
     * without first: nobody listens in between, and a plain server may be silent about TLS's greeting.
     */
    static Endpoint own(String registry, RegistrySettings settings) {
        String host = registry.equals(Repository.DOCKER) ? DOCKER_HOST : registry;
        URI safe = URI.create("https://" + host);
        URI plain = URI.create("http://" + host);
        if (isLoopback(safe.getHost())) {
            return new Endpoint(registry, List.of(plain, safe));
        }
        return new Endpoint(registry, settings.insecure().contains(registry) ? List.of(safe, plain) : List.of(safe));
    }

    /** By its name alone: what a name server says may be wrong. */
    static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equals("localhost")
                        || host.equals("[::1]")
                        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}"));
    }
}

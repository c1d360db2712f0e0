package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The JDK's clients, each with a thread of its own that Java 17 cannot end: so there is one for all registries, and one
 * for each set of own certificates.
 */
final class Clients {
    private static final int MOST = 16;

    private final Trust trust;
    private final Duration connect;
    private final ProxySetting proxies;
    private final Map<String, HttpClient> clients = new LinkedHashMap<>();

    /** The proxies that are set, which may be written wrongly. */
    @FunctionalInterface
    interface ProxySetting {
        Proxies read() throws ContainerException;
    }

    /** @param connect how long a connection may take to come about */
    Clients(Trust trust, Duration connect, ProxySetting proxies) {
        this.trust = trust;
        this.connect = connect;
        this.proxies = proxies;
    }

    Trust trust() {
        return trust;
    }

    synchronized HttpClient of(URI uri) throws ContainerException {
        boolean safe = "https".equals(uri.getScheme());
        String key = safe ? trust.key(uri.getRawAuthority()) : "";
        HttpClient known = clients.get(key);
        if (known != null) {
            return known;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .proxy(proxies.read().selector());
        if (!key.isEmpty()) {
            SSLContext own = trust.context(uri.getRawAuthority());
            builder.sslContext(own);
        }
        if (clients.size() >= MOST) {
            clients.remove(clients.keySet().iterator().next());
        }
        HttpClient made = builder.build();
        clients.put(key, made);
        return made;
    }
}

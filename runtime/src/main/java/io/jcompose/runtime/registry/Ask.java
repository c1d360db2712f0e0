package io.jcompose.runtime.registry;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** One request. */
record Ask(String method, URI uri, Map<String, String> headers, Payload payload) {
    private static final String AUTHORIZATION = "Authorization";

    Ask {
        headers = Map.copyOf(headers);
    }

    static Ask get(URI uri, Map<String, String> headers) {
        return new Ask("GET", uri, headers, Payload.NONE);
    }

    static Ask of(String method, URI uri) {
        return new Ask(method, uri, Map.of(), Payload.NONE);
    }

    Ask with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Ask(method, uri, more, payload);
    }

    Ask authorised(String value) {
        return value.isEmpty() ? this : with(AUTHORIZATION, value);
    }

    /** The same to another place, which is told who asks only if it is the same server. */
    Ask to(URI other) {
        Map<String, String> kept = new TreeMap<>(headers);
        if (!Leading.sameOrigin(uri, other)) {
            kept.remove(AUTHORIZATION);
        }
        return new Ask(method, other, kept, payload);
    }

    /** What was asked, for a sentence: without the query, which may carry a signature. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    @Override
    public String toString() {
        return method + " " + uri.getPath();
    }
}

package io.jcompose.spec.decode;

import java.util.ArrayList;
import java.util.List;

/** Namespaces that a service shares: with the host, another service, or any container. */
final class Namespaces {
    /** Also the name of a network. */
    static final Form NETWORK = Forms.text(text -> text.contains(":") ? shared(text) : Names.resource(text));

    static final Form PID = mode("host");
    static final Form IPC = mode("shareable", "private", "host", "none");
    static final Form UTS = mode("host");

    /** Two services are never in one cgroup namespace. */
    static final Form CGROUP = Forms.text(text -> {
        if (!List.of("host", "private").contains(text)) {
            throw new Malformed(
                    "unknown value `" + text + "`",
                    Nearest.hint(text, List.of("host", "private"))
                            .orElse("`host` or `private`: a service has no other's cgroup namespace"));
        }
        return text;
    });

    private Namespaces() {}

    /** Of {@code userns_mode}; an empty one says nothing. */
    static String user(String text) throws Malformed {
        if (!text.isEmpty() && !text.equals("host")) {
            throw new Malformed("unknown value `" + text + "`", "`host`, or leave it out");
        }
        return text;
    }

    private static Form mode(String... words) {
        return Forms.text(text -> {
            List<String> known = List.of(words);
            if (known.contains(text)) {
                return text;
            }
            if (text.contains(":")) {
                return shared(text);
            }
            List<String> forms = new ArrayList<>(known);
            forms.addAll(List.of("service:NAME", "container:NAME"));
            throw new Malformed(
                    "unknown value `" + text + "`",
                    Nearest.hint(text, known).orElse("one of " + String.join(", ", forms)));
        });
    }

    private static String shared(String text) throws Malformed {
        int colon = text.indexOf(':');
        String owner = text.substring(0, colon);
        if (!List.of("service", "container").contains(owner)) {
            throw new Malformed("unknown value `" + text + "`", "service:NAME or container:NAME");
        }
        return owner + ":" + Names.resource(text.substring(colon + 1));
    }
}

package io.jcompose.runtime.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How a registry wants to be told who asks (RFC 9110, section 11.6.1; RFC 6750). */
sealed interface Challenge {
    /** User and password with each request. */
    record Basic() implements Challenge {}

    /**
     * A token of somebody else.
     *
     * @param realm address of the token server
     * @param service name of the registry there, may be empty
     */
    record Bearer(String realm, String service) implements Challenge {}

    /** Those of the headers that we can answer, in their order; what cannot be read is left out. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> found = new ArrayList<>();
        for (String header : headers) {
            new Reader(header).read(found);
        }
        return found;
    }

    /** A cursor in one header. */
    final class Reader {
        private static final int LONGEST = 8192;

        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text.length() > LONGEST ? "" : text;
        }

        private void read(List<Challenge> found) {
            String scheme = token();
            while (!scheme.isEmpty()) {
                Map<String, String> parameters = new TreeMap<>();
                scheme = parameters(scheme, parameters, found);
            }
        }

        /** Reads what belongs to a scheme, and returns the scheme after it. */
        private String parameters(String scheme, Map<String, String> parameters, List<Challenge> found) {
            String next = "";
            while (true) {
                skip(" \t,");
                String name = token();
                if (name.isEmpty()) {
                    break;
                }
                skip(" \t");
                if (at >= text.length() || text.charAt(at) != '=') {
                    next = name;
                    break;
                }
                at++;
                skip(" \t");
                parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
            }
            add(scheme.toLowerCase(Locale.ROOT), parameters, found);
            return next;
        }

        private static void add(String scheme, Map<String, String> parameters, List<Challenge> found) {
            String realm = parameters.getOrDefault("realm", "");
            if (scheme.equals("basic")) {
                found.add(new Basic());
            } else if (scheme.equals("bearer") && !realm.isEmpty()) {
                found.add(new Bearer(realm, parameters.getOrDefault("service", "")));
            }
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String token() {
            int begin = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(begin, at);
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }
    }
}

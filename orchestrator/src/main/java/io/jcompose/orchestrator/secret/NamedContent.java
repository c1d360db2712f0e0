package io.jcompose.orchestrator.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A secret or config that has a name on this host, with its versions, the oldest first.
 *
 * @param versions at least one
 */
public record NamedContent(Kind kind, String name, List<Version> versions) {
    /** So many versions are kept. */
    static final int MOST_VERSIONS = 20;

    /** Secrets and configs have names of their own. */
    public enum Kind {
        SECRET,
        CONFIG;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One content that it had.
     *
     * @param number from 1
     * @param created instant in ISO form
     * @param bytes how many
     */
    public record Version(int number, String digest, String created, long bytes) {}

    public NamedContent {
        versions = List.copyOf(versions);
    }

    public Version newest() {
        return versions.get(versions.size() - 1);
    }

    NamedContent rotated(String digest, String created, long bytes) {
        List<Version> all = new ArrayList<>(versions);
        all.add(new Version(newest().number() + 1, digest, created, bytes));
        return new NamedContent(kind, name, all.subList(Math.max(0, all.size() - MOST_VERSIONS), all.size()));
    }
}

package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** The sentence about an image that is not there: what is there instead, and what can be done. */
final class NotFound {
    private static final int MOST_LISTED = 10;

    private NotFound() {}

    static ContainerException.ImageNotFound of(String wanted, Collection<String> references) {
        TreeSet<String> there = new TreeSet<>(references);
        Arrays.stream(BuiltIn.values()).map(BuiltIn::reference).forEach(there::add);
        StringBuilder text = new StringBuilder("no image '" + wanted + "' on this host");
        nearest(wanted, there)
                .ifPresent(name -> text.append("; did you mean ").append(name).append('?'));
        text.append("; there is ")
                .append(String.join(", ", there.stream().limit(MOST_LISTED).toList()));
        if (there.size() > MOST_LISTED) {
            text.append(" and ").append(there.size() - MOST_LISTED).append(" more");
        }
        text.append("; an image of this host's files is made by: jcompose image from-host --name ")
                .append(wanted)
                .append(" PATH...");
        return new ContainerException.ImageNotFound(text.toString());
    }

    private static Optional<String> nearest(String wanted, Collection<String> references) {
        String plain = plain(wanted);
        int most = Math.max(2, plain.length() / 4);
        return references.stream()
                .filter(name -> distance(plain, plain(name)) <= most)
                .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
    }

    private static String plain(String reference) {
        return reference.endsWith(":latest") ? reference.substring(0, reference.length() - 7) : reference;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

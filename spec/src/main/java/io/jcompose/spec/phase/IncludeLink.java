package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One file includes another.
 *
 * @param file the including file, absolute
 * @param at where it says so
 * @param included what the other one is called
 */
record IncludeLink(String file, Span at, String included) {
    /** {@code a.yaml:1:12 includes b.yaml, b.yaml:1:12 includes a.yaml}, from the one that includes first. */
    static String sentence(List<IncludeLink> links) {
        return links.stream()
                .map(link -> link.at + " includes " + link.included)
                .collect(Collectors.joining(", "));
    }
}

package io.jcompose.spec.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each value of a project was written.
 *
 * @param spans tree path ({@code services.web.ports[0]}) to place
 */
public record SourceMap(Map<String, Span> spans) {
    public SourceMap {
        spans = Map.copyOf(new TreeMap<>(spans));
    }

    /** The place of {@code path}, else of its nearest parent. */
    public Optional<Span> at(String path) {
        String rest = path;
        while (!rest.isEmpty()) {
            Span span = spans.get(rest);
            if (span != null) {
                return Optional.of(span);
            }
            int cut = Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('['));
            rest = cut < 0 ? "" : rest.substring(0, cut);
        }
        return Optional.empty();
    }
}

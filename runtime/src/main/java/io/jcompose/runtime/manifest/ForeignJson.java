package io.jcompose.runtime.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON that a stranger wrote: a tree of it takes up to fifty times the memory of its text. */
public final class ForeignJson {
    /** Names, values and brackets; 1000 layers with their annotations have some 20,000. */
    private static final long MOST_TOKENS = 200_000;

    private ForeignJson() {}

    /** For an ObjectMapper that refuses, with an IOException, text that becomes too large a tree. */
    public static JsonFactory bounded() {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build();
        return JsonFactory.builder().streamReadConstraints(constraints).build();
    }
}

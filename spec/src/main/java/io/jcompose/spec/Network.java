package io.jcompose.spec;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A network (compose-spec, 06-networks).
 *
 * @param name the real name: {@code PROJECT_KEY} unless the file gives one
 * @param external whether it must exist already and is never removed
 * @param internal whether it has no way outside
 * @param subnet IPv4 network in CIDR form, or null for one of the pool
 * @param gateway the bridge's address, or null for the first of the subnet
 * @param labels metadata
 * @param further what nothing acts on yet
 */
public record Network(
        String name,
        boolean external,
        boolean internal,
        @Nullable String subnet,
        @Nullable String gateway,
        SortedMap<String, String> labels,
        Further further) {}

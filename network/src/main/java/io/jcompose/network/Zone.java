package io.jcompose.network;

import java.util.List;
import java.util.Map;

/**
 * The names of one network.
 *
 * @param names lower-case name to IPv4 addresses; several are answered in turn
 * @param clientNames names that only one client sees (links): the client's address to its names
 */
public record Zone(Map<String, List<String>> names, Map<String, Map<String, List<String>>> clientNames) {
    public static final Zone EMPTY = new Zone(Map.of(), Map.of());
}

package io.jcompose.orchestrator.plan;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Networks and volumes of a project that are to be made anew with what the file says now. As a command each is told once:
 * by the incarnation that is to go, so that its successor stays, whatever else differs.
 *
 * @param networks real name to incarnation
 * @param volumes real name to incarnation; somebody agreed that what is in it is lost
 */
public record Remaking(SortedMap<String, String> networks, SortedMap<String, String> volumes) {
    public static final Remaking NONE = new Remaking(new TreeMap<>(), new TreeMap<>());

    boolean ends(String network, Origin origin) {
        return origin.incarnation().equals(networks.get(network));
    }

    boolean discards(String volume, Origin origin) {
        return origin.incarnation().equals(volumes.get(volume));
    }
}

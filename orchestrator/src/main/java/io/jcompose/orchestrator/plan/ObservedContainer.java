package io.jcompose.orchestrator.plan;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A container as it is.
 *
 * @param id incarnation
 * @param slot the place it fills
 * @param name its name
 * @param fingerprint of the service it was made from
 * @param image id of the image it was made from
 * @param recreate recreate token it was made for
 * @param life what it does
 * @param health what its probes say
 * @param healthSince since when they say so, CLOCK_BOOTTIME milliseconds; 0 when that is not known
 * @param memo what is remembered of it
 * @param links how it is connected
 */
public record ObservedContainer(
        String id,
        Slot slot,
        String name,
        String fingerprint,
        String image,
        long recreate,
        Life life,
        Health health,
        long healthSince,
        Memo memo,
        Links links) {

    /**
     * Its part of networks.
     *
     * @param sandbox whether its namespaces are there
     * @param addresses its leased address by network name
     * @param damaged networks on which its interface is missing
     * @param connections how many connections it serves; counted only while it drains
     */
    public record Links(boolean sandbox, Map<String, String> addresses, Set<String> damaged, int connections) {
        public static final Links NONE = new Links(false, Map.of(), Set.of(), 0);

        private Links without(String network) {
            Map<String, String> left = new TreeMap<>(addresses);
            left.remove(network);
            Set<String> still = new TreeSet<>(damaged);
            still.remove(network);
            return new Links(sandbox, left, still, connections);
        }
    }

    public boolean running() {
        return life instanceof Life.Running;
    }

    public Map<String, String> addresses() {
        return links.addresses();
    }

    public ObservedContainer withLife(Life changed) {
        return with(changed, health, healthSince, memo, links);
    }

    public ObservedContainer withMemo(Memo changed) {
        return with(life, health, healthSince, changed, links);
    }

    public ObservedContainer withHealth(Health changed) {
        return withHealth(changed, healthSince);
    }

    /** With a health that it has since then. */
    public ObservedContainer withHealth(Health changed, long since) {
        return with(life, changed, since, memo, links);
    }

    public ObservedContainer serving(int connections) {
        return with(new Links(links.sandbox(), links.addresses(), links.damaged(), connections));
    }

    public ObservedContainer wired(Map<String, String> leased) {
        return with(new Links(true, leased, Set.of(), links.connections()));
    }

    /** Off a network. */
    ObservedContainer without(String network) {
        return with(links.without(network));
    }

    private ObservedContainer with(Links changed) {
        return with(life, health, healthSince, memo, changed);
    }

    private ObservedContainer with(Life doing, Health said, long since, Memo remembered, Links connected) {
        return new ObservedContainer(
                id, slot, name, fingerprint, image, recreate, doing, said, since, remembered, connected);
    }
}

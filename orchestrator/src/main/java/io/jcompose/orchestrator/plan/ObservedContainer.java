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
 * @param sandbox whether its namespaces are there
 * @param addresses its leased address by network name
 * @param damaged networks on which its interface is missing
 * @param connections how many connections it serves; counted only while it drains
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
        boolean sandbox,
        Map<String, String> addresses,
        Set<String> damaged,
        int connections) {

    public boolean running() {
        return life instanceof Life.Running;
    }

    public ObservedContainer withLife(Life changed) {
        return with(changed, health, healthSince, memo);
    }

    public ObservedContainer withMemo(Memo changed) {
        return with(life, health, healthSince, changed);
    }

    public ObservedContainer withHealth(Health changed) {
        return with(life, changed, healthSince, memo);
    }

    /** With a health that it has since then. */
    public ObservedContainer withHealth(Health changed, long since) {
        return with(life, changed, since, memo);
    }

    private ObservedContainer with(Life otherLife, Health otherHealth, long since, Memo otherMemo) {
        return new ObservedContainer(
                id,
                slot,
                name,
                fingerprint,
                image,
                recreate,
                otherLife,
                otherHealth,
                since,
                otherMemo,
                sandbox,
                addresses,
                damaged,
                connections);
    }

    public ObservedContainer serving(int count) {
        return new ObservedContainer(
                id,
                slot,
                name,
                fingerprint,
                image,
                recreate,
                life,
                health,
                healthSince,
                memo,
                sandbox,
                addresses,
                damaged,
                count);
    }

    /** Off a network. */
    ObservedContainer without(String network) {
        Map<String, String> left = new TreeMap<>(addresses);
        left.remove(network);
        Set<String> still = new TreeSet<>(damaged);
        still.remove(network);
        return new ObservedContainer(
                id,
                slot,
                name,
                fingerprint,
                image,
                recreate,
                life,
                health,
                healthSince,
                memo,
                sandbox,
                left,
                still,
                connections);
    }

    public ObservedContainer wired(Map<String, String> leased) {
        return new ObservedContainer(
                id,
                slot,
                name,
                fingerprint,
                image,
                recreate,
                life,
                health,
                healthSince,
                memo,
                true,
                leased,
                Set.of(),
                connections);
    }
}

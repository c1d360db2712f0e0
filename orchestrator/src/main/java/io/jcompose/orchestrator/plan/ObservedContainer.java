package io.jcompose.orchestrator.plan;

import java.util.Map;
import java.util.Set;

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
 * @param memo what is remembered of it
 * @param sandbox whether its namespaces are there
 * @param addresses its leased address by network name
 * @param damaged networks on which its interface is missing
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
        Memo memo,
        boolean sandbox,
        Map<String, String> addresses,
        Set<String> damaged) {

    public boolean running() {
        return life instanceof Life.Running;
    }

    public ObservedContainer withLife(Life changed) {
        return new ObservedContainer(
                id, slot, name, fingerprint, image, recreate, changed, health, memo, sandbox, addresses, damaged);
    }

    public ObservedContainer withMemo(Memo changed) {
        return new ObservedContainer(
                id, slot, name, fingerprint, image, recreate, life, health, changed, sandbox, addresses, damaged);
    }

    public ObservedContainer withHealth(Health changed) {
        return new ObservedContainer(
                id, slot, name, fingerprint, image, recreate, life, changed, memo, sandbox, addresses, damaged);
    }

    public ObservedContainer wired(Map<String, String> leased) {
        return new ObservedContainer(
                id, slot, name, fingerprint, image, recreate, life, health, memo, true, leased, Set.of());
    }
}

package io.jcompose.orchestrator.plan;

/**
 * What the wish for a one-off container ({@code run}) has beside that of a service. It stands among the services under a
 * name of its own, is created once, and is never started again: a killed daemon neither loses nor repeats it. Without
 * replicas it is on its way out, and is forgotten when its container is gone.
 *
 * @param service whose command is run
 * @param remove whether it goes when it has ended
 * @param attended whether a client follows it: until that is gone, an ended one stays
 * @param terminal whether its command has a terminal
 */
public record OneOff(String service, boolean remove, boolean attended, boolean terminal) {
    /** The same without a client. */
    public OneOff left() {
        return new OneOff(service, remove, false, terminal);
    }
}

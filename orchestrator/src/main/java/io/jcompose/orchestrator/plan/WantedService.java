package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Service;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one service. What people command once (start, restart, recreate, kill) is a number that grows, and
 * each container remembers the number it has followed: a command survives a crash and is done once.
 *
 * @param spec the service as it was last brought up
 * @param fingerprint of {@code spec}
 * @param replicas how many containers
 * @param running false after an operator's stop: wins over every restart policy until start or up
 * @param image id of the image that was chosen at the last up, or null while it is not known yet
 * @param tokens the commands
 * @param stopSeconds grace period of the last stop or down command, or null for the service's own
 */
public record WantedService(
        Service spec,
        String fingerprint,
        int replicas,
        boolean running,
        @Nullable String image,
        Tokens tokens,
        @Nullable Long stopSeconds) {

    /**
     * Numbers of the last commands.
     *
     * @param recreate containers made for an older one are replaced
     * @param start exited containers started for an older one are started
     * @param restart running containers started for an older one are stopped and started
     * @param kill containers that followed an older one get {@code killSignal}
     */
    public record Tokens(long recreate, long start, long restart, long kill, int killSignal) {
        public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

        public Tokens nextRecreate() {
            return new Tokens(recreate + 1, start, restart, kill, killSignal);
        }

        public Tokens nextStart() {
            return new Tokens(recreate, start + 1, restart, kill, killSignal);
        }

        public Tokens nextRestart() {
            return new Tokens(recreate, start, restart + 1, kill, killSignal);
        }

        public Tokens nextKill(int signal) {
            return new Tokens(recreate, start, restart, kill + 1, signal);
        }
    }

    public WantedService withRunning(boolean wanted, @Nullable Long seconds) {
        return new WantedService(spec, fingerprint, replicas, wanted, image, tokens, seconds);
    }

    public WantedService withImage(@Nullable String id) {
        return new WantedService(spec, fingerprint, replicas, running, id, tokens, stopSeconds);
    }

    public WantedService withTokens(Tokens changed) {
        return new WantedService(spec, fingerprint, replicas, running, image, changed, stopSeconds);
    }

    public WantedService withReplicas(int count) {
        return new WantedService(spec, fingerprint, count, running, image, tokens, stopSeconds);
    }

    /** Milliseconds from stop signal to SIGKILL. */
    public long graceMillis() {
        return stopSeconds == null ? spec.stopGracePeriod().toMillis() : stopSeconds * 1000;
    }
}

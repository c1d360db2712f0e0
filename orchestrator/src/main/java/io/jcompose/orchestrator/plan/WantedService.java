package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Replacing;
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
 * @param imageProbe what the chosen image says of its health, or null
 * @param update how its containers come to be of this version, or null when all are
 * @param oneOff what there is beside when it is a one-off container, else null
 */
public record WantedService(
        Service spec,
        String fingerprint,
        int replicas,
        boolean running,
        @Nullable String image,
        Tokens tokens,
        @Nullable Long stopSeconds,
        @Nullable Healthcheck imageProbe,
        @Nullable Update update,
        @Nullable OneOff oneOff) {

    /** A declared service. */
    public WantedService(
            Service spec,
            String fingerprint,
            int replicas,
            boolean running,
            @Nullable String image,
            Tokens tokens,
            @Nullable Long stopSeconds,
            @Nullable Healthcheck imageProbe,
            @Nullable Update update) {
        this(spec, fingerprint, replicas, running, image, tokens, stopSeconds, imageProbe, update, null);
    }

    /**
     * Numbers of the last commands. A new one is the time of the command, in milliseconds of CLOCK_BOOTTIME (what
     * containers remember of commands does not outlive the boot either), and greater than the one before: so it is also
     * greater than what a container remembers of a service that was forgotten in between.
     *
     * @param recreate containers made for another one are replaced
     * @param start exited containers started for an older one are started
     * @param restart running containers started for an older one are stopped and started
     * @param kill containers that followed an older one get {@code killSignal}
     * @param renew the recreate token since which anonymous volumes begin empty, 0 for none
     * @param alone the time of the command that started it without what it depends on, 0 for none
     */
    public record Tokens(long recreate, long start, long restart, long kill, int killSignal, long renew, long alone) {
        public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0, 0);

        public Tokens nextRecreate(long now) {
            return recreatedAt(after(recreate, now));
        }

        /** A new container, whose anonymous volumes are empty. */
        public Tokens nextRenewal(long now) {
            long next = after(recreate, now);
            return new Tokens(next, start, restart, kill, killSignal, next, alone);
        }

        public Tokens nextStart(long now) {
            return new Tokens(recreate, after(start, now), restart, kill, killSignal, renew, 0);
        }

        public Tokens nextRestart(long now) {
            return new Tokens(recreate, start, after(restart, now), kill, killSignal, renew, alone);
        }

        public Tokens nextKill(int signal, long now) {
            return new Tokens(recreate, start, restart, after(kill, now), signal, renew, alone);
        }

        /** Started by a command that leaves what it depends on alone. */
        public Tokens startedAlone(long now) {
            return new Tokens(recreate, start, restart, kill, killSignal, renew, now);
        }

        Tokens recreatedAt(long token) {
            return new Tokens(token, start, restart, kill, killSignal, renew, alone);
        }

        /** The generation of anonymous volumes; a version from before the last renewal has those without one. */
        public long volumes() {
            return recreate >= renew ? renew : 0;
        }

        private static long after(long token, long now) {
            return Math.max(token + 1, now);
        }
    }

    /** Whether its start depends on this one: by a command that left others alone only on what that started too. */
    public boolean needs(WantedService target) {
        return tokens.alone() == 0 || tokens.alone() == target.tokens().alone();
    }

    /** With another version of the service, on the same image. */
    public WantedService withSpec(Service changed, String print, @Nullable Update from) {
        return new WantedService(changed, print, replicas, running, image, tokens, stopSeconds, imageProbe, from);
    }

    public WantedService withRunning(boolean wanted, @Nullable Long seconds) {
        return new WantedService(
                spec, fingerprint, replicas, wanted, image, tokens, seconds, imageProbe, update, oneOff);
    }

    /** With a chosen image. When that is what its containers are of already, there is nothing to update. */
    public WantedService withImage(@Nullable String id, @Nullable Healthcheck probe) {
        WantedService chosen =
                new WantedService(spec, fingerprint, replicas, running, id, tokens, stopSeconds, probe, update, oneOff);
        return id != null && update != null && update.previous().isOf(chosen) ? chosen.withUpdate(null) : chosen;
    }

    public WantedService withUpdate(@Nullable Update other) {
        return new WantedService(
                spec, fingerprint, replicas, running, image, tokens, stopSeconds, imageProbe, other, oneOff);
    }

    /** The same wish with an older version of what its containers are made of. */
    public WantedService as(Update.Version version) {
        return new WantedService(
                version.spec(),
                version.fingerprint(),
                replicas,
                running,
                version.image(),
                tokens.recreatedAt(version.recreate()),
                stopSeconds,
                version.imageProbe(),
                update,
                oneOff);
    }

    /** The version that it is now wanted in; null while its image is not chosen. */
    public Update.@Nullable Version version() {
        return image == null
                ? null
                : new Update.Version(spec, fingerprint, image, imageProbe, tokens.recreate(), replicas);
    }

    /** The service as a container of it was made: of the version before where it is of no other. */
    public WantedService of(String madeFrom, String madeOf) {
        boolean current = madeFrom.equals(fingerprint) && (image == null || madeOf.equals(image));
        return current || update == null ? this : as(update.previous());
    }

    /** The probe that counts, the service's own laid over its image's; null when there is none. */
    public @Nullable Healthcheck probe() {
        Healthcheck own = spec.healthcheck();
        if (own == null || own.disabled() || imageProbe == null) {
            return own == null ? runnable(imageProbe) : runnable(own);
        }
        return runnable(own.over(imageProbe));
    }

    private static @Nullable Healthcheck runnable(@Nullable Healthcheck probe) {
        return probe == null || probe.disabled() || probe.test().isEmpty() ? null : probe;
    }

    public WantedService withTokens(Tokens changed) {
        return new WantedService(
                spec, fingerprint, replicas, running, image, changed, stopSeconds, imageProbe, update, oneOff);
    }

    public WantedService withReplicas(int count) {
        return new WantedService(
                spec, fingerprint, count, running, image, tokens, stopSeconds, imageProbe, update, oneOff);
    }

    /** The same, that is a one-off container or, with null, is not. */
    public WantedService withOneOff(@Nullable OneOff other) {
        return new WantedService(
                spec, fingerprint, replicas, running, image, tokens, stopSeconds, imageProbe, update, other);
    }

    /** What follows an exit that nobody asked for. */
    public RestartPolicy policy() {
        return Replacing.policy(spec);
    }

    /** The same on its way back to the version before, because of a failure. */
    public WantedService rolledBack(String reason, long now) {
        Update.Version failed = version();
        if (update == null || failed == null) {
            return this;
        }
        return as(update.previous())
                .withReplicas(update.previous().replicas())
                .withUpdate(new Update(failed, Update.State.ROLLING_BACK, reason, now));
    }

    /** Milliseconds from stop signal to SIGKILL. */
    public long graceMillis() {
        return stopSeconds == null ? spec.stopGracePeriod().toMillis() : stopSeconds * 1000;
    }
}

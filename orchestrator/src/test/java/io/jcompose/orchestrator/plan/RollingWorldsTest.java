package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Updates in random worlds, where actions take their time and new versions may be bad. */
class RollingWorldsTest {
    private static final int CASES = 300;
    private static final int MOST_STEPS = 3_000;

    /** One world: what the file says, and how it goes. */
    private static final class World {
        final Random random;
        final int replicas;
        final int parallelism;
        final boolean startFirst;
        final boolean bad;
        final String consequence;
        final Scene scene;
        final Map<String, Long> probedAt = new HashMap<>();
        int least = Integer.MAX_VALUE;
        int most;

        World(Random random) {
            this.random = random;
            replicas = 1 + random.nextInt(5);
            parallelism = 1 + random.nextInt(3);
            startFirst = random.nextBoolean();
            bad = random.nextInt(3) == 0;
            consequence = List.of("pause", "rollback", "continue").get(random.nextInt(3));
            scene = new Scene(yaml(""));
            scene.converge();
        }

        String yaml(String more) {
            return """
                    services:
                      web:
                        image: base
                        restart: always
                        x-heal: none
                        healthcheck: {test: [CMD, "true"]}
                        ports: ["8080:80"]
                        deploy:
                          replicas: %d
                          update_config:
                            {parallelism: %d, order: %s, failure_action: %s, delay: %dms, monitor: %dms}
                          rollback_config: {parallelism: %d, order: %s}
                    %s""".formatted(
                            replicas,
                            parallelism,
                            order(),
                            consequence,
                            random.nextInt(2) * 300,
                            random.nextInt(2) * 200,
                            parallelism,
                            order(),
                            more);
        }

        String order() {
            return startFirst ? "start-first" : "stop-first";
        }

        void run() {
            scene.up(yaml("    environment: {COLOUR: red}\n"));
            for (int step = 0; step < MOST_STEPS; step++) {
                probe();
                count();
                Plan plan = scene.plan();
                if (plan.actions().isEmpty() && plan.lookAgainAt().isEmpty() && probedAt.isEmpty()) {
                    return;
                }
                List<Action> some = new ArrayList<>(plan.actions());
                Collections.shuffle(some, random);
                some.stream().limit(1 + random.nextInt(3)).forEach(this::play);
                scene.now += random.nextInt(100);
            }
            throw new AssertionError("no fixpoint: " + scene.plan());
        }

        /** A start leads to a probe some time later. */
        void play(Action action) {
            scene.play(new Plan(List.of(action), java.util.OptionalLong.empty(), Map.of(), Map.of()), Health.STARTING);
            if (action instanceof Action.StartContainer start) {
                probedAt.put(start.container().id(), scene.now + random.nextInt(500));
            } else if (action instanceof Action.DrainContainer drain) {
                serve(drain.container().id(), random.nextInt(2));
            }
        }

        void serve(String id, int connections) {
            change(id, container -> container.serving(connections));
        }

        void probe() {
            probedAt.entrySet().removeIf(entry -> {
                ObservedContainer container = scene.observed.containers().get(entry.getKey());
                if (container == null || entry.getValue() > scene.now) {
                    return container == null;
                }
                boolean isNew = !container.fingerprint().equals(first());
                change(
                        entry.getKey(),
                        one -> one.withHealth(bad && isNew ? Health.UNHEALTHY : Health.HEALTHY, scene.now));
                return true;
            });
        }

        private String firstFingerprint = "";

        String first() {
            if (firstFingerprint.isEmpty()) {
                Update update = Objects.requireNonNull(scene.service("web").update());
                firstFingerprint = update.previous().fingerprint();
            }
            return firstFingerprint;
        }

        void change(String id, java.util.function.UnaryOperator<ObservedContainer> change) {
            Map<String, ObservedContainer> containers = new HashMap<>(scene.observed.containers());
            containers.computeIfPresent(id, (key, container) -> change.apply(container));
            scene.observed = new Observed(
                    containers,
                    scene.observed.networks(),
                    scene.observed.volumes(),
                    scene.observed.ports(),
                    scene.observed.inFlight(),
                    scene.observed.failures(),
                    scene.observed.routing(),
                    scene.observed.origins());
        }

        void count() {
            first();
            int serving = (int) scene.observed.containers().values().stream()
                    .filter(container -> Readiness.ready(container, scene.service("web")))
                    .count();
            least = Math.min(least, serving);
            int running = (int) scene.observed.containers().values().stream()
                    .filter(ObservedContainer::running)
                    .count();
            most = Math.max(most, running);
        }

        @Override
        public String toString() {
            return replicas + " replicas, parallelism " + parallelism + ", " + order() + ", " + consequence
                    + (bad ? ", a bad version" : "");
        }
    }

    @Test
    void everyUpdateComesToItsEndWithEnoughWhoServe() {
        long seed = System.nanoTime();
        System.out.println("seed of the updates: " + seed);
        Random random = new Random(seed);
        for (int number = 0; number < CASES; number++) {
            World world = new World(random);
            String label = "seed " + seed + ", case " + number + ": " + world;
            world.run();
            boolean allFall = world.bad && world.consequence.equals("continue");
            int allowed = world.startFirst ? world.replicas : Math.max(0, world.replicas - world.parallelism);
            if (!allFall || world.startFirst) {
                assertThat(world.least).as("least that served, " + label).isGreaterThanOrEqualTo(allowed);
            }
            assertThat(world.most)
                    .as("most containers, " + label)
                    .isLessThanOrEqualTo(
                            world.replicas + (world.startFirst ? allFall ? world.replicas : world.parallelism : 0));
            ends(world, label);
        }
    }

    private static void ends(World world, String label) {
        Update update = world.scene.service("web").update();
        List<ObservedContainer> old = world.scene.observed.containers().values().stream()
                .filter(container -> container.fingerprint().equals(world.first()))
                .toList();
        if (!world.bad) {
            assertThat(update).as(label).isNull();
            assertThat(old).as(label).isEmpty();
            assertThat(world.scene.observed.containers()).as(label).hasSize(world.replicas);
        } else if (world.consequence.equals("rollback")) {
            assertThat(Objects.requireNonNull(update).state()).as(label).isEqualTo(Update.State.ROLLED_BACK);
            assertThat(old).as(label).hasSize(world.replicas);
            assertThat(world.scene.observed.containers()).as(label).hasSize(world.replicas);
        } else if (world.consequence.equals("pause")) {
            assertThat(Objects.requireNonNull(update).state()).as(label).isEqualTo(Update.State.PAUSED);
        }
    }
}

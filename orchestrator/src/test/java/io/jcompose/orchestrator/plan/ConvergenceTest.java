package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.plan.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random projects in random states come to rest, and a second look finds nothing to do. */
class ConvergenceTest {
    private static final int CASES = 2_000;

    @Test
    void everyStateComesToRest() {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(seed + i);
            String label = "seed " + (seed + i);
            String yaml = yaml(random);
            Scene scene = new Scene(yaml);
            scene.converge();
            disturb(scene, random);
            sparesOnlyWhatIsAtRest(scene, label);
            if (random.nextInt(3) == 0) {
                playSome(scene, random);
                scene.upRemaking(changed(yaml, random));
                playSome(scene, random);
                sparesOnlyWhatIsAtRest(scene, label);
            }
            scene.converge();
            assertThat(scene.plan().actions()).as(label).isEmpty();
            isAsWanted(scene, label);
            scene.wanted = scene.wanted.goingDown(random.nextBoolean(), true);
            scene.converge();
            assertThat(scene.observed.containers()).as(label).isEmpty();
            assertThat(scene.observed.networks()).as(label).isEmpty();
            assertThat(scene.observed.ports()).as(label).isEmpty();
        }
    }

    /** A round that asks every rule about everything plans the same. */
    private static void sparesOnlyWhatIsAtRest(Scene scene, String label) {
        Wanted wanted = new Wanted(new TreeMap<>(Map.of(scene.wanted.name(), scene.wanted)));
        Plan all = new Planner(Rules.all(), false).plan(wanted, scene.observed, scene.now);
        assertThat(scene.plan().toString()).as(label).isEqualTo(all.toString());
    }

    /** Rounds, after which something else happens. */
    private static void playSome(Scene scene, Random random) {
        for (int round = random.nextInt(4); round > 0; round--) {
            scene.play(scene.plan(), Health.HEALTHY);
        }
    }

    /** Networks and volumes with another configuration, or another name. */
    private static String changed(String yaml, Random random) {
        String text = random.nextBoolean() ? yaml.replace("net: a", "net: b") : yaml;
        text = random.nextBoolean() ? text.replace("vol: a", "vol: b") : text;
        return random.nextInt(3) == 0 ? text.replace("back: {", "back: {name: other, ") : text;
    }

    private static void isAsWanted(Scene scene, String label) {
        Origins origins = scene.observed.origins();
        scene.wanted.networks().values().forEach(network -> {
            assertThat(scene.observed.networks()).as(label).containsKey(network.name());
            assertThat(Stock.changes(origins.network(network.name()), network))
                    .as(label)
                    .isEmpty();
        });
        scene.wanted
                .volumes()
                .values()
                .forEach(volume -> assertThat(Stock.changes(origins.volume(volume.name()), volume))
                        .as(label)
                        .isEmpty());
        assertThat(scene.observed.networks()).as(label).hasSameSizeAs(scene.wanted.networks());
        for (ObservedContainer container : scene.observed.containers().values()) {
            if (container.running()) {
                assertThat(container.addresses().keySet()).as(label).isEqualTo(names(scene, container));
            }
        }
    }

    private static Set<String> names(Scene scene, ObservedContainer container) {
        return scene.service(container.slot().service()).spec().networks().keySet().stream()
                .map(scene.wanted.networks()::get)
                .map(network -> Objects.requireNonNull(network).name())
                .collect(Collectors.toSet());
    }

    private static String yaml(Random random) {
        var text = new StringBuilder("""
                networks: {front: {labels: {net: a}}, back: {labels: {net: a}}}
                volumes: {one: {labels: {vol: a}}, two: {labels: {vol: a}}}
                services:
                """);
        int services = 1 + random.nextInt(5);
        List<String> conditions = List.of("service_started", "service_healthy", "service_completed_successfully");
        for (int i = 0; i < services; i++) {
            text.append("  s").append(i).append(":\n    image: base\n");
            text.append("    restart: ")
                    .append(List.of("always", "unless-stopped", "\"no\"").get(random.nextInt(3)));
            text.append("\n    deploy: {replicas: ").append(random.nextInt(4)).append("}\n");
            text.append("    healthcheck: {test: [CMD, \"true\"]}\n");
            text.append(random.nextBoolean() ? "    ports: [\"" + (8000 + i) + ":80\"]\n" : "    ports: [\"80\"]\n");
            text.append(hooks(random));
            text.append(List.of("", "    networks: [front]\n", "    networks: [front, back]\n")
                    .get(random.nextInt(3)));
            text.append(List.of("", "    volumes: [one:/a]\n", "    volumes: [one:/a, two:/b]\n")
                    .get(random.nextInt(3)));
            List<String> edges = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    edges.add("s" + j + ": {condition: " + conditions.get(random.nextInt(3)) + "}");
                }
            }
            if (!edges.isEmpty()) {
                text.append("    depends_on: {")
                        .append(String.join(", ", edges))
                        .append("}\n");
            }
        }
        return text.toString();
    }

    private static String hooks(Random random) {
        var text = new StringBuilder();
        if (random.nextInt(3) == 0) {
            text.append("    pre_start: [{command: a, per_replica: ")
                    .append(random.nextBoolean())
                    .append("}, {command: b}]\n");
        }
        text.append(random.nextInt(3) == 0 ? "    post_start: [{command: c}]\n" : "");
        text.append(random.nextInt(3) == 0 ? "    pre_stop: [{command: d}]\n" : "");
        return text.append(random.nextInt(3) == 0 ? "    x-reload: USR1\n" : "").toString();
    }

    private static void disturb(Scene scene, Random random) {
        for (ObservedContainer container :
                List.copyOf(scene.observed.containers().values())) {
            switch (random.nextInt(8)) {
                case 0 -> scene.exits(container.name(), random.nextInt(2), random.nextInt(20_000));
                case 1 -> scene.set(container.name(), one -> one.withLife(new Life.FailedToStart("x", scene.now)));
                case 2 ->
                    scene.set(container.name(), one -> one.withMemo(one.memo().stopping(scene.now + 5)));
                case 3 ->
                    scene.change(
                            container.slot().service(),
                            service -> service.withTokens(
                                    random.nextBoolean()
                                            ? service.tokens().nextRestart(1)
                                            : service.tokens().nextRecreate(1)));
                case 4 ->
                    scene.set(
                            container.name(),
                            one -> one.withMemo(
                                    one.memo().with(one.memo().run().stopping(scene.now + random.nextInt(9_000)))));
                case 5 -> scene.set(container.name(), one -> one.withMemo(Memo.NEW));
                default -> scene.now += random.nextInt(1_000);
            }
        }
        if (random.nextInt(4) == 0 && !scene.observed.networks().isEmpty()) {
            scene.damage(scene.observed.networks().keySet().stream()
                    .sorted()
                    .findFirst()
                    .orElseThrow());
        }
    }
}

package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Networks and volumes that the file describes otherwise than they were made. */
class RemakeTest {
    private static final String SHOP = """
            services:
              db: {image: base, networks: [front], volumes: ["data:/data"]}
              web: {image: base, networks: [front, back], depends_on: [db]}
              log: {image: base, networks: [back], volumes: ["logs:/logs"]}
            networks:
              front: {ipam: {config: [{subnet: 10.1.0.0/24}]}}
              back: {}
            volumes: {data: {labels: {tier: one}}, logs: {}}
            """;

    private static Scene up() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        return scene;
    }

    private static Set<String> ids(Scene scene) {
        return Set.copyOf(scene.observed.containers().keySet());
    }

    @Test
    void containersLeaveANetworkInOrderAndComeBackToItsSuccessor() {
        Scene scene = up();
        Set<String> before = ids(scene);
        scene.upRemaking(SHOP.replace("10.1.0.0", "10.2.0.0"));
        assertThat(scene.converge()).isEqualTo("""
                        choose image base
                        keep container shop-db-1
                        keep container shop-log-1
                        keep container shop-web-1
                        stop container shop-web-1
                        stop container shop-db-1
                        disconnect container shop-web-1 from network shop_front
                        apply names and ports
                        disconnect container shop-db-1 from network shop_front
                        apply names and ports
                        recreate network shop_front
                        create network shop_front
                        connect container shop-db-1
                        connect container shop-web-1
                        restart container shop-db-1
                        restart container shop-web-1
                        apply names and ports
                        """);
        assertThat(ids(scene)).isEqualTo(before);
        assertThat(scene.plan().actions()).isEmpty();
    }

    @Test
    void theReasonNamesTheField() {
        Scene scene = up();
        scene.upRemaking(SHOP.replace("10.1.0.0", "10.2.0.0"));
        scene.play(scene.plan(), Health.HEALTHY);
        assertThat(scene.plan().actions())
                .filteredOn(action -> action instanceof Action.StopContainer)
                .extracting(action -> action.because().text())
                .containsOnly("ipam.config[0].subnet \"10.1.0.0/24\" -> \"10.2.0.0/24\"");
    }

    @Test
    void nothingIsMadeAnewUnlessTheWishSaysSo() {
        Scene scene = up();
        scene.up(SHOP.replace("10.1.0.0", "10.2.0.0").replace("tier: one", "tier: two"));
        assertThat(scene.converge()).doesNotContain("recreate", "stop");
    }

    @Test
    void aSuccessorStaysWhateverIsDifferent() {
        Scene scene = up();
        scene.upRemaking(SHOP.replace("10.1.0.0", "10.2.0.0"));
        Remaking once = scene.wanted.remaking();
        scene.converge();
        scene.wanted = Scene.wanted(Scene.load(SHOP.replace("10.1.0.0", "10.3.0.0")), 9)
                .with(once);
        assertThat(scene.converge()).doesNotContain("recreate");
    }

    @Test
    void aContainerOfAnotherProjectKeepsTheNetwork() {
        Scene scene = up();
        ObservedContainer own = scene.container("shop-web-1");
        Map<String, ObservedContainer> all = new HashMap<>(scene.observed.containers());
        ObservedContainer other = new ObservedContainer(
                "f0",
                new Slot("other", "a", 1),
                "other-a-1",
                "",
                "",
                0,
                own.life(),
                Health.NONE,
                0,
                Memo.NEW,
                own.links());
        all.put("f0", other);
        scene.observed = scene.seeing(all);
        scene.upRemaking(SHOP.replace("10.1.0.0", "10.2.0.0"));
        assertThat(scene.converge()).doesNotContain("stop", "disconnect", "recreate");
        assertThat(scene.hopeless())
                .containsExactly(
                        "network shop_front cannot be made anew: container other-a-1 of project other uses it");
    }

    @Test
    void aRunningContainerOfNoDeclaredServiceKeepsTheNetworkUnlessOrphansGo() {
        Scene scene = up();
        String without = SHOP.replaceFirst("  log: .*\n", "").replace("back: {}", "back: {internal: true}");
        scene.upRemaking(without);
        assertThat(scene.converge()).doesNotContain("recreate");
        assertThat(scene.hopeless()).singleElement().asString().contains("--remove-orphans");
        scene.wanted = scene.wanted.withOrphans(false);
        assertThat(scene.converge()).contains("remove container shop-log-1", "recreate network shop_back");
    }

    @Test
    void aRenamedNetworkTakesItsContainersAlong() {
        Scene scene = up();
        Set<String> before = ids(scene);
        scene.upRemaking(SHOP.replace("front: {", "front: {name: street, "));
        String told = scene.converge();
        assertThat(told)
                .as("the new one has the same subnet")
                .containsSubsequence(
                        "stop container shop-web-1\n",
                        "stop container shop-db-1\n",
                        "remove network shop_front\n",
                        "create network street\n",
                        "restart container shop-db-1\n",
                        "restart container shop-web-1\n");
        assertThat(ids(scene)).isEqualTo(before);
        assertThat(scene.observed.networks()).containsOnlyKeys("street", "shop_back");
        assertThat(scene.container("shop-db-1").addresses()).containsOnlyKeys("street");
    }

    @Test
    void usersOfAVolumeAreMadeAnewWithIt() {
        Scene scene = up();
        String log = scene.container("shop-log-1").id();
        scene.upRemaking(SHOP.replace("tier: one", "tier: two"));
        assertThat(scene.converge())
                .containsSubsequence(
                        "stop container shop-db-1\n",
                        "remove container shop-db-1\n",
                        "recreate volume shop_data\n",
                        "create volume shop_data\n",
                        "create container shop-db-1\n",
                        "start container shop-db-1\n")
                .doesNotContain("shop_logs", "remove container shop-web-1");
        assertThat(scene.container("shop-log-1").id()).isEqualTo(log);
        assertThat(scene.plan().actions()).isEmpty();
    }

    @Test
    void protectedDataIsNeverMadeAnew() {
        Scene scene = new Scene(SHOP.replace("tier: one}", "tier: one}, x-protected: true"));
        scene.converge();
        scene.upRemaking(SHOP.replace("tier: one", "tier: two"));
        assertThat(scene.converge()).doesNotContain("stop", "remove", "recreate");
        assertThat(scene.hopeless()).containsExactly("volume shop_data is protected (x-protected)");
    }

    @Test
    void whatWasMadeForAnotherProjectStaysWhenThisOneGoes() {
        Scene scene = up();
        Wanted both = Scene.beside("other", Scene.load(SHOP), scene.wanted);
        scene.converge();
        WantedProject other =
                Objects.requireNonNull(both.projects().get("other")).goingDown(true, true);
        var projects = new TreeMap<>(Map.of("shop", scene.wanted, "other", other));
        Simulation simulation = new Simulation(scene.planner, new Wanted(projects), scene.observed, scene.now);
        simulation.run();
        assertThat(simulation.observed().networks()).hasSize(2);
        projects.remove("shop");
        Simulation alone = new Simulation(scene.planner, new Wanted(projects), scene.observed, scene.now);
        alone.run();
        assertThat(alone.observed().volumes())
                .as("data of a project that is down")
                .hasSize(2);
    }

    @Test
    void aPlanShowsTheImageThatAReferenceMeansNow() {
        Scene scene = up();
        scene.up(SHOP);
        List<Action> plan = new Simulation(
                        scene.planner,
                        new Wanted(new TreeMap<>(Map.of("shop", scene.wanted))),
                        scene.observed,
                        scene.now,
                        reference -> Optional.of("sha256:00112233445566778899"))
                .run();
        assertThat(plan)
                .filteredOn(action -> action instanceof Action.StopContainer)
                .extracting(action -> action.because().text())
                .containsOnly("image base image of bas -> sha256:001122334455")
                .hasSize(3);
    }

    @Test
    void anUpdateThatGoesBackFindsTheNetworksOfTheVersionBefore() {
        Scene scene = new Scene("""
                services:
                  web: {image: base, networks: [old], deploy: {update_config: {failure_action: rollback}}}
                networks: {old: {}}
                """);
        scene.converge();
        WantedProject before = scene.wanted;
        String print = scene.service("web").fingerprint();
        scene.up("""
                services:
                  web: {image: base, networks: [now], deploy: {update_config: {failure_action: rollback}}}
                networks: {now: {}}
                """);
        scene.wanted = Retention.kept(before, scene.wanted);
        assertThat(scene.wanted.networks()).containsOnlyKeys("old", "now");
        for (int round = 0; round < 30; round++) {
            scene.play(scene.plan(), Health.HEALTHY);
            if (scene.service("web").fingerprint().equals(print)) {
                break;
            }
            List.copyOf(scene.observed.containers().values()).stream()
                    .filter(one -> one.running() && one.addresses().containsKey("shop_now"))
                    .forEach(one -> scene.set(one.name(), gone -> gone.withLife(new Life.Exited(1, scene.now, 5))));
        }
        scene.converge();
        assertThat(scene.container("shop-web-1").addresses()).containsOnlyKeys("shop_old");
    }
}

package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.Further;
import io.jcompose.spec.Volume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String SHOP = """
            services:
              db:
                image: base
                volumes: ["data:/data"]
                healthcheck: {test: ["CMD", "true"]}
              web:
                image: base
                ports: ["8080:80"]
                depends_on: {db: {condition: service_healthy}}
            volumes: {data: {}}
            """;

    @Test
    void bringsUpInTheDeclaredOrder() {
        assertThat(new Scene(SHOP).converge()).isEqualTo("""
                        choose image base
                        hold ports of web
                        apply names and ports
                        create network shop_default
                        create volume shop_data
                        create container shop-db-1
                        create container shop-web-1
                        connect container shop-db-1
                        connect container shop-web-1
                        start container shop-db-1
                        start container shop-web-1
                        apply names and ports
                        apply names and ports
                        """);
    }

    @Test
    void changesNothingBeforeImagesAndPortsAreCertain() {
        Scene scene = new Scene(SHOP);
        assertThat(scene.plan().actions())
                .noneMatch(action -> action instanceof Action.EnsureNetwork
                        || action instanceof Action.EnsureVolume
                        || action instanceof Action.CreateContainer);
    }

    @Test
    void hasNothingToDoWhenAllIsAsWanted() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        assertThat(scene.plan().actions()).isEmpty();
        assertThat(scene.plan().pending()).isEmpty();
    }

    @Test
    void recreatesOnlyWhatChanged() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        WantedProject before = scene.wanted;
        scene.wanted = Scene.wanted(Scene.load(SHOP.replace("8080:80", "8081:80")), 2);
        before.services().forEach((name, service) -> scene.change(name, now -> now.withImage(service.image(), null)));
        assertThat(scene.converge())
                .contains("remove container shop-web-1", "create container shop-web-1")
                .doesNotContain("shop-db-1");
        assertThat(scene.observed.containers()).hasSize(2);
    }

    @Test
    void holdsAChangedPortAndGivesTheOldOneBack() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        WantedProject before = scene.wanted;
        scene.wanted = Scene.wanted(Scene.load(SHOP.replace("8080:80", "127.0.0.1:8081:80/udp")), 2);
        before.services().forEach((name, service) -> scene.change(name, now -> now.withImage(service.image(), null)));
        assertThat(scene.converge())
                .containsSubsequence("hold ports of web\n", "release ports of shop/web#8080/tcp\n", "stop container");
        assertThat(scene.observed.ports()).isEqualTo(Map.of("shop/web#127.0.0.1:8081/udp", 8081));
        assertThat(Objects.requireNonNull(scene.observed.routing()).ports())
                .singleElement()
                .satisfies(port -> assertThat(port.port()).isEqualTo(8081));
    }

    @Test
    void takesDownDependentsFirstAndLeavesVolumes() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.wanted = scene.wanted.goingDown(false, false);
        assertThat(scene.converge()).isEqualTo("""
                        stop container shop-web-1
                        stop container shop-db-1
                        remove container shop-web-1
                        apply names and ports
                        remove container shop-db-1
                        apply names and ports
                        release ports of shop/web#8080/tcp
                        remove network shop_default
                        forget project shop
                        """);
    }

    @Test
    void removesVolumesOnlyWhenAsked() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.wanted = scene.wanted.goingDown(true, false);
        assertThat(scene.converge()).contains("remove volume shop_data");
    }

    @Test
    void isNotForgottenWhileItHasContainersThatNobodyDeclares() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        SortedMap<String, WantedService> declared = new TreeMap<>(scene.wanted.services());
        declared.remove("web");
        scene.wanted = scene.wanted.withServices(declared).goingDown(false, false);
        assertThat(scene.converge())
                .contains("remove container shop-db-1")
                .doesNotContain("shop-web-1", "remove network", "forget project");
        scene.wanted = scene.wanted.goingDown(false, true);
        assertThat(scene.converge())
                .containsSubsequence(
                        "remove container shop-web-1", "remove network shop_default", "forget project shop");
    }

    @Test
    void leavesAVolumeAndANetworkThatAnotherProjectDeclaresToo() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        Wanted both = Scene.beside("other", Scene.load(SHOP), scene.wanted.goingDown(true, false));
        assertThat(new Simulation(scene.planner, both, scene.observed, scene.now).run())
                .noneMatch(action -> action instanceof Action.RemoveVolume || action instanceof Action.RemoveNetwork);
    }

    @Test
    void removesTheVolumesThatAForgottenProjectLeft() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.wanted = scene.wanted.goingDown(false, false);
        scene.converge();
        assertThat(scene.observed.volumes()).isEqualTo(Map.of("shop_data", "shop"));
        var data = new TreeMap<>(Map.of("shop_data", new Volume("shop_data", false, new TreeMap<>(), Further.NONE)));
        scene.wanted = WantedProject.remains("shop", data);
        assertThat(scene.converge()).isEqualTo("remove volume shop_data\nforget project shop\n");
    }

    @Test
    void aServiceWithoutNetworksOfItsOwnComesUp() {
        Scene scene = new Scene("services: {web: {image: base, network_mode: none}}");
        assertThat(scene.converge()).contains("create container shop-web-1").contains("start container shop-web-1");
    }

    @Test
    void repairsADamagedNetworkWithoutTouchingContainers() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.damage("shop_default");
        assertThat(scene.converge()).isEqualTo("create network shop_default\n");
    }

    @Test
    void waitsForHealthBeforeItStartsADependent() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.set("shop-web-1", container -> container.withLife(new Life.Created()));
        scene.set("shop-db-1", container -> container.withHealth(Health.STARTING));
        assertThat(scene.pending()).containsExactly("shop-web-1 waits: shop-db-1 is not healthy yet");
        scene.set("shop-db-1", container -> container.withHealth(Health.UNHEALTHY));
        assertThat(scene.hopeless()).containsExactly("dependency failed to start: container shop-db-1 is unhealthy");
    }

    @Test
    void restartsADependentAfterWhatItDependsOnAndStopsItBefore() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        for (String name : List.of("db", "web")) {
            scene.change(name, service -> service.withTokens(service.tokens().nextRestart(5)));
        }
        assertThat(scene.converge().lines().filter(line -> line.contains("container")))
                .containsExactly(
                        "stop container shop-web-1",
                        "stop container shop-db-1",
                        "restart container shop-db-1",
                        "restart container shop-web-1");
    }

    @Test
    void whatEndedToBeRestartedIsNoFailedDependency() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        for (String name : List.of("db", "web")) {
            scene.change(name, service -> service.withTokens(service.tokens().nextRestart(5)));
            scene.exits("shop-" + name + "-1", 0, 60_000);
        }
        assertThat(scene.hopeless()).isEmpty();
        assertThat(scene.pending()).containsExactly("shop-web-1 waits: shop-db-1 is not healthy yet");
    }

    @Test
    void aDependentThatIsToRestartIsStoppedBeforeWhatItDependsOnIsReplaced() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.change("web", service -> service.withTokens(service.tokens().nextRestart(5)));
        scene.change("db", service -> service.withTokens(service.tokens().nextRecreate(5)));
        assertThat(scene.converge())
                .containsSubsequence(
                        "stop container shop-web-1",
                        "stop container shop-db-1",
                        "remove container shop-db-1",
                        "create container shop-db-1",
                        "start container shop-db-1",
                        "restart container shop-web-1");
    }

    @Test
    void holdsANewPortBeforeItGivesTheOldOneBack() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.wanted = Scene.wanted(Scene.load(SHOP.replace("8080:80", "8081:80")), 2);
        assertThat(scene.converge())
                .containsSubsequence("hold ports of web", "release ports of shop/web#8080/tcp")
                .containsSubsequence("hold ports of web", "remove container shop-web-1");
        assertThat(scene.observed.ports()).containsOnlyKeys("shop/web#8081/tcp");
    }

    @Test
    void portsChangeHandsWithinAProject() {
        String swap = """
                services:
                  one: {image: base, ports: ["8080:80"]}
                  two: {image: base, ports: ["8081:80"]}
                """;
        Scene scene = new Scene(swap);
        scene.converge();
        scene.wanted = Scene.wanted(
                Scene.load(swap.replace("8081", "x").replace("8080", "8081").replace("x", "8080")), 2);
        assertThat(scene.converge())
                .containsSubsequence("release ports of shop/one#8080/tcp", "hold ports of two")
                .containsSubsequence("release ports of shop/two#8081/tcp", "hold ports of one");
        assertThat(scene.observed.ports()).containsOnlyKeys("shop/one#8081/tcp", "shop/two#8080/tcp");
    }

    @Test
    void plansNothingOnWhatIsInFlight() {
        Scene scene = new Scene(SHOP);
        Resource busy = new Resource("shop", Resource.Kind.IMAGE, "base");
        scene.observed = new Observed(
                scene.observed.containers(),
                scene.observed.networks(),
                scene.observed.volumes(),
                scene.observed.ports(),
                Set.of(busy),
                scene.observed.failures(),
                scene.observed.routing());
        assertThat(scene.plan().actions()).noneMatch(action -> action.resource().equals(busy));
    }

    @Test
    void killsWhenTheGraceIsOver() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.change("web", service -> service.withRunning(false, 3L));
        Action stop = scene.plan().actions().get(0);
        assertThat(stop)
                .isInstanceOfSatisfying(
                        Action.StopContainer.class,
                        action -> assertThat(action.deadline()).isEqualTo(scene.now + 3000));
        scene.set("shop-web-1", container -> container.withMemo(container.memo().stopping(scene.now + 3000)));
        assertThat(scene.plan().actions()).isEmpty();
        assertThat(scene.plan().lookAgainAt()).hasValue(scene.now + 3000);
        scene.now += 3000;
        assertThat(scene.plan().actions().get(0)).isInstanceOf(Action.KillContainer.class);
    }

    @Test
    void balancesReplicasBehindOnePort() {
        Scene scene = new Scene(SHOP.replace("ports:", "deploy: {replicas: 2}\n    ports:"));
        scene.converge();
        Routing routing = Objects.requireNonNull(scene.observed.routing());
        assertThat(routing.ports())
                .singleElement()
                .satisfies(port -> assertThat(port.targets()).hasSize(2));
        assertThat(Objects.requireNonNull(routing.names().get("shop_default")).names())
                .hasEntrySatisfying("web", addresses -> assertThat(addresses).hasSize(2));
    }
}

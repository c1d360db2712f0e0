package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnonymousVolumeTest {
    private static final String SHOP = """
            services:
              web: {image: base, volumes: [/data], deploy: {replicas: 2}}
            """;

    private static AnonymousVolume of(Scene scene, int number) {
        return AnonymousVolume.at(new Slot("shop", "web", number), "/data", scene.service("web"));
    }

    @Test
    void namesTellPlaceAndGeneration() {
        Scene scene = new Scene(SHOP);
        assertThat(of(scene, 2).name()).isEqualTo("anonymous.shop.web.2.2c54059");
        scene.change("web", service -> service.withTokens(service.tokens().nextRenewal(77)));
        assertThat(of(scene, 2).name()).isEqualTo("anonymous.shop.web.2.2c54059-77");
        assertThat(AnonymousVolume.of("shop", "anonymous.shop.web.2.2c54059-77"))
                .contains(of(scene, 2));
        assertThat(AnonymousVolume.of("shop", "anonymous.shop.a.1.2.3"))
                .get()
                .extracting(AnonymousVolume::slot)
                .isEqualTo(new Slot("shop", "a.1", 2));
        assertThat(AnonymousVolume.of("shop", "anonymous.other.web.2.2c54059")).isEmpty();
        assertThat(AnonymousVolume.of("shop", "shop_data")).isEmpty();
    }

    @Test
    void oldOnesGoWithTheLastContainerThatHasThem() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.volumes(of(scene, 1).name(), of(scene, 2).name(), "anonymous.shop.web-2.1.2c54059");
        assertThat(scene.converge()).isEmpty();
        scene.change("web", service -> service.withTokens(service.tokens().nextRenewal(scene.now)));
        assertThat(scene.plan().actions()).noneMatch(Action.RemoveVolume.class::isInstance);
        assertThat(scene.converge())
                .containsSubsequence("remove container shop-web-1", "remove volume anonymous.shop.web.1.2c54059")
                .containsSubsequence("remove container shop-web-2", "remove volume anonymous.shop.web.2.2c54059");
        assertThat(scene.observed.volumes()).containsOnlyKeys("anonymous.shop.web-2.1.2c54059");
    }

    @Test
    void aRemovedServiceLosesThemOnlyWhenAsked() {
        Scene scene = new Scene(SHOP);
        scene.converge();
        scene.volumes(of(scene, 1).name());
        scene.change("web", service -> service.withRunning(false, null).withReplicas(0));
        assertThat(scene.converge()).contains("remove container shop-web-1").doesNotContain("volume");
        scene.change("web", service -> service.withTokens(service.tokens().nextRenewal(scene.now)));
        assertThat(scene.converge()).isEqualTo("remove volume anonymous.shop.web.1.2c54059\n");
    }

    @Test
    void aVersionFromBeforeTheRenewalHasThoseWithoutOne() {
        Scene scene = new Scene(SHOP);
        WantedService.Tokens renewed = scene.service("web").tokens().nextRenewal(50);
        assertThat(renewed.volumes()).isEqualTo(50);
        assertThat(renewed.nextRecreate(60).volumes()).isEqualTo(50);
        assertThat(renewed.recreatedAt(0).volumes()).isZero();
    }
}

package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Scene;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a plan still holds. */
class PlanSealTest {
    private static final UpRequest REQUEST =
            new UpRequest(Scene.load("""
            services: {db: {image: base, volumes: ["data:/data"]}}
            volumes: {data: {}}
            """), Set.of(), UpAsked.USUAL.of(new Chosen(List.of(), false)));

    private static PlanSeal seal(Map<String, Boolean> networks, Map<String, String> volumes) {
        var observed = new Observed(Map.of(), networks, volumes, Map.of(), Set.of(), Map.of(), null);
        return PlanSeal.of(REQUEST, null, observed, List.of());
    }

    @Test
    void whatOtherProjectsMakeMeanwhileDoesNotMatter() {
        PlanSeal given = seal(Map.of(), Map.of());
        assertThatCode(() -> seal(Map.of("blog_default", true), Map.of("blog_data", "blog"))
                        .mustBe(given, "shop"))
                .doesNotThrowAnyException();
    }

    @Test
    void aNetworkOrVolumeOfItsOwnDoes() {
        PlanSeal given = seal(Map.of(), Map.of());
        assertThatThrownBy(() -> seal(Map.of("shop_default", true), Map.of()).mustBe(given, "shop"))
                .hasMessageContaining("what there is of project shop has changed");
        assertThatThrownBy(() -> seal(Map.of(), Map.of("shop_data", "shop")).mustBe(given, "shop"))
                .hasMessageContaining("what there is of project shop has changed");
    }
}

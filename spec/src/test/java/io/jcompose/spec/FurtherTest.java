package io.jcompose.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FurtherTest {
    @Test
    void a_value_is_found_at_the_end_of_its_path() {
        Further further = Further.NONE.with(Value.of("5s"), "deploy", "restart_policy", "delay");
        assertThat(further.text("deploy", "restart_policy", "delay")).contains("5s");
        assertThat(further.fields("deploy", "restart_policy")).containsOnlyKeys("delay");
        assertThat(further.at("deploy", "restart_policy", "delay", "deeper")).isEmpty();
        assertThat(further.text("deploy")).isEmpty();
        assertThat(further.items("nothing")).isEmpty();
    }

    @Test
    void a_value_set_leaves_its_neighbours_and_the_record_it_came_from() {
        Further one = Further.NONE.with(Value.of(1), "a", "x");
        Further two = one.with(Value.of(true), "a", "y");
        assertThat(two.fields("a")).isEqualTo(Map.of("x", Value.of(1), "y", Value.of(true)));
        assertThat(one.fields("a")).containsOnlyKeys("x");
        assertThat(two.without("a")).isEqualTo(Further.NONE);
    }

    @Test
    void equal_numbers_are_equal_values() {
        assertThat(new Value.Decimal(new BigDecimal("0.50"))).isEqualTo(new Value.Decimal(new BigDecimal(".5")));
        assertThat(new Value.Decimal(new BigDecimal("0.00"))).isEqualTo(Value.of(0));
        assertThat(new Value.Decimal(new BigDecimal("100"))).isEqualTo(Value.of(100));
    }
}

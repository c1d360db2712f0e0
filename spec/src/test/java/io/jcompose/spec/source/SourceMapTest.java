package io.jcompose.spec.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceMapTest {
    @Test
    void finds_the_nearest_parent() {
        SourceMap map = new SourceMap(Map.of("services.web.ports", new Span("f", 3, 5)));
        assertThat(map.at("services.web.ports[0]")).contains(new Span("f", 3, 5));
        assertThat(map.at("services.db")).isEmpty();
    }

    @Test
    void survives_its_text_form() {
        SourceMap map = new SourceMap(Map.of(
                "a.b[0]", new Span("dir/file.yaml", 1, 2),
                "odd\tkey\n\\t", new Span("a\tb\\", 30, 40),
                "lines\u2028\u2029\r", new Span("-", 1, 1)));
        assertThat(SourceMap.parse(map.toText())).isEqualTo(map);
        assertThat(new SourceMap(Map.of("a", new Span("f", 1, 2))).toText()).isEqualTo("a\t1\t2\tf\n");
    }

    @Test
    void refuses_other_text() {
        assertThatThrownBy(() -> SourceMap.parse("a\tb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourceMap.parse("a\tx\t1\tf")).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void finds_what_a_typo_meant() {
        List<String> words = List.of("restart", "image", "ports", "expose");
        assertThat(Nearest.to("restrat", words)).contains("restart");
        assertThat(Nearest.to("Image", words)).contains("image");
        assertThat(Nearest.to("port", words)).contains("ports");
        assertThat(Nearest.to("zzz", words)).isEmpty();
        assertThat(Nearest.to("x".repeat(100_000), words)).isEmpty();
    }
}

package io.jcompose.spec.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.255, true",
        "10.0.0.0/24, 10.0.1.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "10.0.0.7/32, 10.0.0.7, true",
        "fd00::/64, fd00::ffff:ffff:ffff:ffff, true",
        "fd00::/64, fd00:0:0:1::, false",
        "fd00::7/64, fd00::1, true",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "::ffff:10.0.0.0/120, ::ffff:a00:1, true",
        "::/96, 10.0.0.1, false",
        "10.0.0.0/8, 10.5.0.0/16, true",
        "10.5.0.0/16, 10.0.0.0/8, false",
    })
    void contains(String whole, String part, boolean inside) {
        assertThat(block(whole).contains(block(part))).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.128/25, true",
        "10.0.0.0/25, 10.0.0.128/25, false",
        "fd00::/64, fd00::/32, true",
        "::/0, 0.0.0.0/0, false",
    })
    void overlaps(String one, String other, boolean shared) {
        assertThat(block(one).overlaps(block(other))).isEqualTo(shared);
        assertThat(block(other).overlaps(block(one))).isEqualTo(shared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::1:0:0:0:8", "fd00:0:0:1::8", "FD00:0:0:1:0:0:0:8"})
    void knowsAnAddressInEachSpelling(String text) {
        assertThat(block(text)).isEqualTo(block("fd00:0:0:1:0:0:0:8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10.0.0.1/33", "fd00::/129", "10.0.0/8", "fd00::/-1", "fd00::/"})
    void isNothingElse(String text) {
        assertThat(Block.of(text)).isEmpty();
    }

    private static Block block(String text) {
        return Block.of(text).orElseThrow();
    }
}

package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1::"
            })
    void knows_addresses(String text) {
        assertThat(Addresses.isIp(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "g::",
                "1::2::3",
                "::12345",
                "localhost"
            })
    void knows_what_is_none(String text) {
        assertThat(Addresses.isIp(text)).isFalse();
    }

    @Test
    void reads_subnets() {
        assertThat(Addresses.range("10.0.0.0/24").orElseThrow().size()).isEqualTo(256);
        assertThat(Addresses.range("0.0.0.0/0").orElseThrow().size()).isEqualTo(1L << 32);
        assertThat(Addresses.range("10.0.0.1/24")).isEmpty();
        assertThat(Addresses.range("10.0.0.0/33")).isEmpty();
    }
}

package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1024, 1024",
        "1b, 1",
        "1k, 1024",
        "1K, 1024",
        "1kb, 1024",
        "1KiB, 1024",
        "512m, 536870912",
        "1.5g, 1610612736",
        "2GB, 2147483648",
        "1t, 1099511627776",
        "1p, 1125899906842624",
        "10 m, 10485760"
    })
    void reads_bytes(String text, long bytes) throws Malformed {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1x", "-1", "1mm", "1i", "1ib", "one", "99999999999p", "1,5g", "0x10"})
    void refuses_other_sizes(String text) {
        assertThatThrownBy(() -> Quantities.bytes(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1.5, 1500000000, 1.5",
        ".5, 500000000, 0.5",
        "0.000000001, 1, 0.000000001",
        "100, 100000000000, 100"
    })
    void reads_cpus_in_billionths(String text, long nanos, String printed) throws Malformed {
        assertThat(Quantities.nanoCpus(text)).isEqualTo(nanos);
        assertThat(Quantities.printCpus(nanos)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "two", "99999999999999999999", "NaN", "."})
    void refuses_other_cpus(String text) {
        assertThatThrownBy(() -> Quantities.nanoCpus(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void reads_modes_in_octal() throws Malformed {
        assertThat(Quantities.mode("0440")).isEqualTo(0440);
        assertThat(Quantities.mode("0o440")).isEqualTo(0440);
        assertThat(Quantities.mode("1777")).isEqualTo(01777);
        assertThatThrownBy(() -> Quantities.mode("0888")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Quantities.mode("77777")).isInstanceOf(Malformed.class);
    }
}

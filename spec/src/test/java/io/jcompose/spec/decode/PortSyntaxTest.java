package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "80, 0.0.0.0::80/tcp",
        "8080:80, 0.0.0.0:8080:80/tcp",
        "8080:80/UDP, 0.0.0.0:8080:80/udp",
        "127.0.0.1:8080:80, 127.0.0.1:8080:80/tcp",
        "127.0.0.1::80, 127.0.0.1::80/tcp",
        "::1:8080:80, ::1:8080:80/tcp",
        "[::1]:8080:80, ::1:8080:80/tcp",
        "2001:db8::7:53:53/udp, 2001:db8::7:53:53/udp",
        "8000-8010:80, 0.0.0.0:8000-8010:80/tcp",
        "3-5, 0.0.0.0::3/tcp 0.0.0.0::4/tcp 0.0.0.0::5/tcp",
        "1003-1004:3-4, 0.0.0.0:1003:3/tcp 0.0.0.0:1004:4/tcp",
        "9999-10000:9-10, 0.0.0.0:10000:10/tcp 0.0.0.0:9999:9/tcp",
        "080:0080, 0.0.0.0:80:80/tcp",
    })
    void reads(String text, String keys) throws Malformed {
        assertThat(PortSyntax.parse(text).ports().stream().map(PortSyntax::key).collect(Collectors.joining(" ")))
                .isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "80:",
                ":80:",
                "0",
                "65536",
                "a",
                "80/",
                "80/ip",
                "1-2:3-5",
                "5-3",
                "1.2.3:80:80",
                "1.2.3.4.5:80:80",
                "host:80:80",
                "80-",
                "-80",
                "8080:80:tcp",
                "99999999999999999999",
                "0x50",
                "1::2::3:80:80"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> PortSyntax.parse(text).ports()).isInstanceOf(Malformed.class);
    }
}

package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "/data, , /data, false, ''",
        "vol:/data, vol, /data, false, ''",
        "vol:/data:ro, vol, /data, false, ro",
        "'vol:/data:rw,nocopy', vol, /data, false, 'nocopy,rw'",
        "./a:/data, ./a, /data, true, ''",
        "../a:/data/../b/./c/, ../a, /b/c, true, ''",
        "'/a:/b:ro,z,rslave,ro', /a, /b, true, 'ro,rslave,z'",
        "~/a:/b:cached, ~/a, /b, true, cached",
        "a/b:/c, a/b, /c, false, ''",
        "C:\\x:/b:ro, C:\\x, /b, true, ro",
        "c:/x:/b, c:/x, /b, true, ''",
        "C:x:/b, C:x, /b, true, ''",
        "'\\\\server\\x:/b', '\\\\server\\x', /b, true, ''",
        "v:/b, v, /b, false, ''",
        "v:/b:ro, v, /b, false, ro",
        "'${A:-x:y}:/b', '${A:-x:y}', /b, false, ''",
        "'${A:-${B:-./c}}:/b:ro', '${A:-${B:-./c}}', /b, false, ro",
    })
    void reads(String text, String source, String target, boolean bind, String options) throws Malformed {
        VolumeSyntax volume = VolumeSyntax.parse(text);
        assertThat(volume.source()).isEqualTo(source);
        assertThat(volume.target()).isEqualTo(target);
        assertThat(volume.isBind()).isEqualTo(bind);
        assertThat(String.join(",", volume.options())).isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ":/x",
                "a:",
                "a:b",
                "a:/b:",
                "a:/b:ro:rw",
                "C:\\x:b",
                "C:\\x",
                "C:\\x:D:\\y",
                "a:/b:/c:ro:z"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> VolumeSyntax.parse(text)).isInstanceOf(Malformed.class);
    }
}

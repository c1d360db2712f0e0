package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "/data, , /data, false, false, false",
        "vol:/data, vol, /data, false, false, false",
        "vol:/data:ro, vol, /data, false, true, false",
        "'vol:/data:rw,nocopy', vol, /data, false, false, true",
        "./a:/data, ./a, /data, true, false, false",
        "../a:/data/../b/./c/, ../a, /b/c, true, false, false",
        "/a:/b:ro, /a, /b, true, true, false",
        "~/a:/b:cached, ~/a, /b, true, false, false",
        "a/b:/c, a/b, /c, false, false, false",
    })
    void reads(String text, String source, String target, boolean bind, boolean readOnly, boolean nocopy)
            throws Malformed {
        assertThat(VolumeSyntax.parse(text)).isEqualTo(new VolumeSyntax(source, target, readOnly, nocopy));
        assertThat(VolumeSyntax.parse(text).isBind()).isEqualTo(bind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", ":/x", "a:", "a:b", "a:/b:", "a:/b:x", "a:/b:z", "a:/b:rslave", "a:/b:ro:rw", "C:\\x:/b"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> VolumeSyntax.parse(text)).isInstanceOf(Malformed.class);
    }
}

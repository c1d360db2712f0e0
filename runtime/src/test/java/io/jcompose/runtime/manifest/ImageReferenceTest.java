package io.jcompose.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx:latest",
        "nginx:1.25, nginx:1.25",
        "library/nginx, nginx:latest",
        "docker.io/nginx, nginx:latest",
        "docker.io/library/nginx:a, nginx:a",
        "index.docker.io/me/app, me/app:latest",
        "jcompose/java, jcompose/java:latest",
        "localhost/a, localhost/a:latest",
        "localhost:5000/a/b__c-d.e:V1_x, localhost:5000/a/b__c-d.e:V1_x",
        "[::1]:5000/a, [::1]:5000/a:latest",
        "reg.example.com/a---b, reg.example.com/a---b:latest",
    })
    void readsAndShortens(String text, String shown) throws Exception {
        assertThat(ImageReference.parse(text)).hasToString(shown);
    }

    @Test
    void aPortIsOneThatCanBe() throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ImageReference.parse("localhost:65536/app"))
                .hasMessageContaining("a port is at most 65535");
        assertThat(ImageReference.parse("[::1]:65535/app:1").toString()).isEqualTo("[::1]:65535/app:1");
    }

    @Test
    void aDigestNeedsNoTag() throws Exception {
        ImageReference reference = ImageReference.parse("a/b@sha256:" + HEX);

        assertThat(reference).isEqualTo(new ImageReference("a/b", null, "sha256:" + HEX));
        assertThat(ImageReference.parse("a:1@sha256:" + HEX)).isEqualTo(new ImageReference("a", "1", "sha256:" + HEX));
    }

    @ParameterizedTest
    @CsvSource({
        "'', the name is empty",
        "':1', the name is empty",
        "Nginx, lower case",
        "a//b, must be lower-case",
        "/a, must be lower-case",
        "a/, must be lower-case",
        "../a, no host name",
        "a..b/c, no host name",
        "-a.b/c, no host name",
        "a.., must be lower-case",
        "-a, must be lower-case",
        "a___b, must be lower-case",
        "a b, must be lower-case",
        "a:, a tag has",
        "a:-1, a tag has",
        "a:b c, a tag has",
        "a@sha256:12, a digest is",
        "a@md5:12, a digest is",
        "exa_mple.com/a, no host name",
        "reg.com:999999/a, no host name",
    })
    void saysWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("'" + text + "' is no reference of an image: ")
                .hasMessageContaining(why);
    }

    @Test
    void hostileLengthsEndSoonAndAreNotRepeated() {
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(1_000_000)))
                .hasMessageContaining("longer than 255")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        assertThatThrownBy(() -> ImageReference.parse("a-".repeat(120) + "!")).isInstanceOf(ContainerException.class);
        assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(129))).hasMessageContaining("at most 128");
        assertThatThrownBy(() -> ImageReference.parse(HEX)).hasMessageContaining("an id, not a name");
    }
}

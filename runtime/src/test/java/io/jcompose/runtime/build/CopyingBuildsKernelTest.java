package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.Image;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Builds where overlayfs is refused. */
final class CopyingBuildsKernelTest {
    private static final String DOCKERFILE = """
            FROM jcompose/shell AS first
            WORKDIR /made/deep
            COPY --chown=12:34 dir .
            RUN echo hello >/greeting && rm /etc/passwd && mkdir -m 700 /own && ln /greeting /own/again && ln -s x /own/link
            RUN mv /own /moved && rm -r /made/deep/sub && echo 2 >/made/deep/a
            FROM jcompose/shell
            COPY --from=first /moved /copied
            RUN cat /copied/again >/out
            """;

    private static List<String> layers(Driver driver) throws Exception {
        try (BuildHost host = new BuildHost(driver)) {
            host.file("dir/a", "1").file("dir/sub/b", "2");
            Image image = host.build(DOCKERFILE, Map.of("SOURCE_DATE_EPOCH", "1000"));
            assertThat(host.read(image, "out")).contains("hello\n");
            List<String> seen = List.copyOf(host.seen);
            assertThat(seen).noneMatch(line -> line.startsWith("CACHED"));
            host.assertTidy();
            host.seen.clear();
            Image target = host.build(
                    DOCKERFILE.substring(0, DOCKERFILE.lastIndexOf("FROM")), Map.of("SOURCE_DATE_EPOCH", "1000"));
            try (var first = host.store.content(target.id());
                    var content = host.store.content(image.id())) {
                return java.util.stream.Stream.concat(first.diffIds().stream(), content.diffIds().stream())
                        .map(Object::toString)
                        .toList();
            }
        }
    }

    @Test
    void theSameLayersAreMadeAsWithOverlayfs() throws Exception {
        assertThat(layers(Driver.COPY)).hasSizeGreaterThan(5).isEqualTo(layers(Driver.OVERLAY));
    }
}

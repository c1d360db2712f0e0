package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Base images whose links lead out: steps that the daemon itself carries out stay inside. */
final class HostileBasesKernelTest {
    private static List<String> dockerfiles(Path victim) {
        String out = victim.toString();
        String up = "../".repeat(30) + out.substring(1);
        String base = "FROM jcompose/shell\nRUN ln -s " + out + " /absolute && ln -s " + up
                + " /relative && ln -s /proc/1/root" + out + " /magic && mkdir /etc/sub && ln -s " + up
                + "/secret /etc/sub/file\n";
        return List.of(
                base + "WORKDIR /absolute/made\n",
                base + "WORKDIR /relative/made\n",
                base + "WORKDIR /magic/made\n",
                base + "COPY dir /absolute/\n",
                base + "COPY dir /relative\n",
                base + "COPY dir/a /etc/sub/file\n",
                base + "COPY dir/a /relative/new\n",
                base + "ADD files.tar /absolute/\n",
                base + "ADD files.tar /relative/\n",
                base + "FROM jcompose/shell\nCOPY --from=0 /absolute/ /stolen/\n",
                base + "FROM jcompose/shell\nCOPY --from=0 /relative/secret /stolen/\n",
                base + "FROM jcompose/shell\nCOPY --from=0 /etc/sub/file /stolen/\n",
                base + "RUN --mount=type=bind,target=/relative/in true\n",
                base
                        + "FROM jcompose/shell\nRUN --mount=type=bind,from=0,source=/absolute,target=/in cp -r /in /stolen\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Driver.class,
            names = {"OVERLAY", "COPY"})
    void nothingIsWrittenOrReadOutside(Driver driver) throws Exception {
        try (BuildHost host = new BuildHost(driver)) {
            Path victim = Files.createDirectory(host.base.resolve("victim"));
            Files.writeString(victim.resolve("secret"), "secret");
            for (String dockerfile : dockerfiles(victim)) {
                host.clear();
                host.file("dir/a", "content");
                assertThat(new ProcessBuilder(
                                        "tar", "-C", host.context.toString(), "-cf", host.context + "/files.tar", "dir")
                                .start()
                                .waitFor())
                        .isZero();
                String stolen = built(host, dockerfile);
                assertThat(stolen).as(dockerfile).doesNotContain("secret");
                try (var found = Files.list(victim)) {
                    assertThat(found).as(dockerfile).containsExactly(victim.resolve("secret"));
                }
                assertThat(victim.resolve("secret")).hasContent("secret");
                host.assertTidy();
            }
        }
    }

    /** What of the image could have been stolen; nothing when it was refused with a sentence. */
    private static String built(BuildHost host, String dockerfile) throws Exception {
        try {
            Image image = host.build(dockerfile);
            StringBuilder text = new StringBuilder();
            for (Path layer : image.layers()) {
                if (Files.isDirectory(layer.resolve("stolen"))) {
                    try (var files = Files.walk(layer.resolve("stolen"))) {
                        for (Path file : files.filter(Files::isRegularFile).toList()) {
                            text.append(Files.readString(file));
                        }
                    }
                }
            }
            return text.toString();
        } catch (ContainerException e) {
            assertThat(e.getMessage()).as(dockerfile).startsWith("Dockerfile:").doesNotContain("Exception");
            return "";
        }
    }
}

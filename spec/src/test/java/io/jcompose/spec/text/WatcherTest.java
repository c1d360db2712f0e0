package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.phase.Watcher;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {
    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();
    private final List<Watcher.Extension> extensions = new ArrayList<>();
    private final List<Watcher.Scope> scopes = new ArrayList<>();

    private final Watcher watcher = new Watcher() {
        @Override
        public void saw(Scope scope, String moment, List<Document> documents) {
            scopes.add(scope);
            for (Document document : documents) {
                MapNode web = document.tree().map("services").map("web");
                web.get("image", ScalarNode.class)
                        .ifPresent(image ->
                                seen.add(scope.kind() + " " + moment + " " + image.text() + " " + name(image.span())));
            }
        }

        @Override
        public void extended(Extension extension) {
            extensions.add(extension);
        }
    };

    @BeforeEach
    void files() throws IOException {
        write("compose.yaml", "include: [part/part.yaml]\nservices:\n  web:\n    image: over:$TAG\n");
        write("part/part.yaml", "services:\n  web: {extends: {file: ../base.yaml, service: common}}\n");
        write("base.yaml", "services:\n  common: {image: base}\n  web: {image: other}\n");
        write(".env", "\nTAG=1\n");
        write("part/.env", "OWN=2\n");
    }

    @Test
    void hears_of_each_phase_with_the_places_of_values() throws Exception {
        load();
        assertThat(seen)
                .containsSubsequence(
                        "PROJECT READ over:$TAG compose.yaml:4:12",
                        "PROJECT Interpolate over:1 compose.yaml:4:12",
                        "EXTENDED READ other base.yaml:3:16",
                        "INCLUDED Merge base base.yaml:2:19",
                        "PROJECT Include over:1 compose.yaml:4:12",
                        "PROJECT Merge over:1 compose.yaml:4:12");
    }

    @Test
    void hears_what_extends_what() throws Exception {
        load();
        assertThat(extensions)
                .singleElement()
                .hasToString(new Watcher.Extension(
                                directory.resolve("part/part.yaml").toString(),
                                "web",
                                new Span("part/part.yaml", 2, 48),
                                directory.resolve("base.yaml").toString(),
                                "common")
                        .toString());
    }

    @Test
    void knows_where_each_variable_was_set() throws Exception {
        load();
        var included = scopes.stream()
                .filter(scope -> scope.kind() == Watcher.Kind.INCLUDED)
                .findFirst()
                .orElseThrow()
                .variables();
        assertThat(included.values()).containsEntry("OWN", "2").containsEntry("TAG", "1");
        assertThat(included.place("OWN")).hasToString("Optional[part/.env:1:5]");
        assertThat(included.place("TAG")).hasToString("Optional[.env:2:5]");
        assertThat(included.place("HOME")).isEmpty();
    }

    private void load() throws Exception {
        Loader.load(Requests.of(directory, List.of(), Map.of("HOME", "/root")), watcher);
    }

    private static String name(Span span) {
        return span.toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }
}

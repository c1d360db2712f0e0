package io.jcompose.spec.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String BASE = """
            image: nginx
            environment: [A=1, B=2]
            ports: ["8080:80"]
            volumes: ["./a:/a:ro"]
            command: run me
            mem_limit: 1g
            """;

    @Test
    void the_same_meaning_has_the_same_fingerprint() throws SpecException {
        String other = """
                deploy: {resources: {limits: {memory: 1024m}}, replicas: 3}
                volumes: [{type: bind, source: /srv/demo/a, target: /a/, read_only: true}]
                ports: [{target: 80, published: 8080, protocol: tcp}]
                command: [run, me]
                environment: {B: 2, A: "1"}
                image: "nginx"
                restart: always
                depends_on: [db]
                networks: {default: {aliases: [x]}}
                """;
        assertThat(Fingerprint.of(service(other))).isEqualTo(Fingerprint.of(service(BASE)));
        assertThat(Difference.between(service(BASE), service(other))).isEmpty();
        assertThat(Fingerprint.of(service(BASE))).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user: root",
                "init: true",
                "read_only: true",
                "labels: {a: b}",
                "hostname: h",
                "working_dir: /x",
                "entrypoint: []",
                "cpus: 2",
                "stop_signal: INT",
                "healthcheck: {test: x}",
                "extra_hosts: [a=1.2.3.4]",
                "networks: {n: {ipv4_address: 10.0.0.2}}",
                "expose: [1]"
            })
    void another_container_has_another_fingerprint(String line) throws SpecException {
        assertThat(Fingerprint.of(service(BASE + line))).isNotEqualTo(Fingerprint.of(service(BASE)));
        assertThat(Difference.between(service(BASE), service(BASE + line))).isNotEmpty();
    }

    @Test
    void differences_name_the_fields() throws SpecException {
        Service changed =
                service(BASE.replace("A=1", "A=5").replace("B=2", "C=3").replace("8080", "9090"));
        assertThat(Difference.between(service(BASE), changed))
                .containsExactly(
                        new Difference("environment.A", "\"1\"", "\"5\""),
                        new Difference("environment.B", "\"2\"", ""),
                        new Difference("environment.C", "", "\"3\""),
                        new Difference("ports", port(8080), port(9090)));
    }

    private static String port(int published) {
        return "[{\"mode\":\"ingress\",\"target\":80,\"published\":\"" + published + "\",\"protocol\":\"tcp\"}]";
    }

    private static Service service(String body) throws SpecException {
        String yaml = "networks: {n: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}\nservices:\n  db: {image: d}\n  web:\n"
                + body.indent(4);
        LoadRequest request = new LoadRequest(
                List.of("-"),
                Path.of("/srv/demo"),
                null,
                "demo",
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                () -> yaml);
        return Objects.requireNonNull(Loader.load(request).project().services().get("web"));
    }
}

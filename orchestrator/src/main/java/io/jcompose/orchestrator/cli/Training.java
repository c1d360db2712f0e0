package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Touches the classes that commands use, so that the launcher's CDS archive holds them: runs several commands against a
 * scratch directory without a daemon.
 */
final class Training {
    private static final String FILE = """
            name: training
            services:
              web:
                image: jcompose/java:${TAG:-latest}
                command: [java, -version]
                entrypoint: java -version
                environment: {A: "${B-c}", D: 1, E: true}
                labels: ["com.example.tier=front"]
                ports: ["127.0.0.1:8080:80", {target: 81, published: 8081}]
                volumes: ["data:/data", "./conf:/conf:ro", {type: tmpfs, target: /scratch}]
                healthcheck: {test: [CMD, "true"], interval: 10s, timeout: 1m30s, retries: 5}
                depends_on: {db: {condition: service_healthy}}
                restart: unless-stopped
                networks: [front, back]
                deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 64M}}}
                stop_grace_period: 5s
                user: "1000"
              db:
                image: jcompose/java
                environment: ["A=b"]
                volumes: ["data:/data"]
                healthcheck: {test: "true"}
                mem_limit: 64m
                init: true
                networks: {back: {aliases: [store]}}
            networks:
              front:
              back: {internal: true}
            volumes: {data: {}}
            """;

    private Training() {}

    /** Run by the launcher with {@code -XX:DumpLoadedClassList}. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("jcompose-training");
        try {
            Files.writeString(directory.resolve("compose.yaml"), FILE);
            run(directory, "config", "--format", "json");
            run(directory, "config");
            run(directory, "version");
            run(directory, "ps", "--run-dir", "absent", "--help");
            try (ScriptedDaemon daemon = ScriptedDaemon.open(directory)) {
                run(directory, "--run-dir", daemon.run().toString(), "up", "-d");
                run(directory, "--run-dir", daemon.run().toString(), "ps");
                run(directory, "--run-dir", daemon.run().toString(), "logs");
                run(directory, "--run-dir", daemon.run().toString(), "exec", "-T", "web", "true");
                run(directory, "--run-dir", daemon.run().toString(), "down");
            }
        } finally {
            Files.deleteIfExists(directory.resolve("compose.yaml"));
            Files.deleteIfExists(directory);
        }
    }

    private static void run(Path directory, String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console = new Console(
                Map.of(), directory, InputStream.nullInputStream(), nowhere, nowhere, Terminal.NONE, Clock.systemUTC());
        new Dispatch(console).run(words);
    }
}

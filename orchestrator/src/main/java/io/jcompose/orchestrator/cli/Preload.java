package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the loader of Compose files ready on a second thread, while the first one takes the words of the call apart: most
 * of the time of a first load goes into classes that are loaded and linked for it, not into its work.
 */
final class Preload {
    /** Commands that read no Compose file. */
    static final Set<String> WITHOUT_FILES = Set.of(
            "version",
            "audit",
            "image",
            "builder",
            "save",
            "load",
            "import",
            "login",
            "logout",
            "doctor",
            "daemon",
            "completion",
            "ls");

    private static final Set<String> HELP = Set.of("-h", "--help", "-v", "--version");

    /** A file with what most files have. */
    static final String USUAL = """
            name: usual
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

    private Preload() {}

    /** Begins what the command in these words will need; nobody waits for the end. */
    static void begin(String... words) {
        if (words.length == 0 || HELP.contains(words[0])) {
            return;
        }
        boolean reads = !WITHOUT_FILES.contains(words[0]);
        Thread thread = new Thread(reads ? Preload::loadAndTalk : Preload::talk, "preload");
        thread.setDaemon(true);
        thread.start();
    }

    private static void loadAndTalk() {
        load();
        talk();
    }

    /**
     * What talking to the daemon takes: the JDK asks its security providers for random numbers before its first Unix
     * socket, which is 13 ms of classes.
     */
    static void talk() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            JsonObject.read("{}".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command will try itself, and say what is wrong.
            return;
        }
    }

    static void load() {
        try {
            Loader.load(new LoadRequest(
                    List.of("-"),
                    Path.of("/"),
                    null,
                    null,
                    List.of(),
                    List.of(Path.of("/dev/null")),
                    Map.of(),
                    List.of(),
                    () -> USUAL));
        } catch (SpecException e) {
            throw new IllegalStateException("a file of our own is refused: " + e.getMessage(), e);
        }
    }
}

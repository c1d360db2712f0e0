package io.jcompose.runtime.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's {@code docker-registry} on loopback, in a directory of its own. */
final class DebianRegistry implements AutoCloseable {
    static final String USER = "bob";
    static final String PASSWORD = "secret: \u00e4";

    private final Path directory;
    private final int port;
    private final Process process;

    private DebianRegistry(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Open to everybody. */
    static DebianRegistry open(Path directory) throws IOException, InterruptedException {
        return start(directory, "", "");
    }

    /** Open to {@link #USER} with {@link #PASSWORD}, by TLS with a certificate that {@link #authority} signed. */
    static DebianRegistry guarded(Path directory) throws IOException, InterruptedException {
        Path users = directory.resolve("htpasswd");
        Files.writeString(users, run(directory, "htpasswd", "-Bbn", USER, PASSWORD));
        certificate(directory);
        return start(
                directory,
                "  tls:\n    certificate: " + directory.resolve("server.crt") + "\n    key: "
                        + directory.resolve("server.key") + "\n",
                "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n");
    }

    /** Open to who has a certificate that {@link #authority} signed: {@code client.crt}, {@code client.key}. */
    static DebianRegistry mutual(Path directory) throws IOException, InterruptedException {
        certificate(directory);
        run(
                directory,
                "sh",
                "-ec",
                "openssl req -newkey rsa:2048 -nodes -subj /CN=bob -keyout client.key -out client.csr &&"
                        + " openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out client.crt");
        return start(
                directory,
                "  tls:\n    certificate: " + directory.resolve("server.crt") + "\n    key: "
                        + directory.resolve("server.key") + "\n    clientcas: [" + directory.resolve("ca.crt") + "]\n",
                "");
    }

    private static void certificate(Path directory) throws IOException, InterruptedException {
        run(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=jcompose test authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.crt");
        run(
                directory,
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-keyout",
                "server.key",
                "-out",
                "server.csr");
        Files.writeString(directory.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        run(
                directory,
                "openssl",
                "x509",
                "-req",
                "-in",
                "server.csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                "server.crt");
    }

    private static DebianRegistry start(Path directory, String tls, String auth)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = directory.resolve("config.yml");
        Files.writeString(
                config,
                "version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: "
                        + directory.resolve("data") + "\nhttp:\n  addr: 127.0.0.1:" + port + "\n" + tls + auth);
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            lines.add(line);
            if (line.contains("listening on")) {
                drain(log);
                return new DebianRegistry(directory, port, process);
            }
        }
        process.waitFor();
        throw new IOException("docker-registry did not start: " + lines);
    }

    private static void drain(BufferedReader log) {
        Thread reader = new Thread(() -> log.lines().forEach(line -> {}), "registry-log");
        reader.setDaemon(true);
        reader.start();
    }

    static String run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    Path authority() {
        return directory.resolve("ca.crt");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

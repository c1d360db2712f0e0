package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.client.RegistryLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code docker-registry} on loopback, open to one user, in a directory of its own. */
final class ScratchRegistry implements AutoCloseable {
    private static final String USER = "bob";
    private static final String PASSWORD = "secret";

    private final int port;
    private final Process process;

    ScratchRegistry(Path directory) throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(directory);
        Path users = directory.resolve("htpasswd");
        Process htpasswd = new ProcessBuilder("htpasswd", "-Bbn", USER, PASSWORD)
                .redirectOutput(users.toFile())
                .start();
        if (htpasswd.waitFor() != 0) {
            throw new IOException("htpasswd failed");
        }
        Path config = directory.resolve("config.yml");
        Files.writeString(
                config,
                "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: " + directory.resolve("data")
                        + "\nhttp:\n  addr: 127.0.0.1:" + port + "\nauth:\n  htpasswd:\n    realm: test\n    path: "
                        + users + "\n");
        process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .start();
        awaitListening();
    }

    private void awaitListening() throws IOException {
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("listening on")) {
                Thread reader = new Thread(() -> log.lines().forEach(rest -> {}), "registry-log");
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        throw new IOException("docker-registry did not start");
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    RegistryLogin login() {
        return new RegistryLogin(host(), USER, PASSWORD, false);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

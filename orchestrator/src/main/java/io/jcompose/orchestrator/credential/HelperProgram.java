package io.jcompose.orchestrator.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program {@code docker-credential-NAME} (docker-credential-helpers, "Development"): the registry goes in, an account
 * comes out as JSON, or goes in to be kept. It is run only if it is what the name says: found in a directory of PATH, and nobody else's to
 * change.
 */
final class HelperProgram {
    private static final String PREFIX = "docker-credential-";
    private static final int LARGEST = 64 << 10;
    private static final long SECONDS = 10;
    private static final String TOKEN = "<token>";
    private static final String NONE = "credentials not found";

    private final String name;
    private final String path;

    /** @param path as the variable PATH has it */
    HelperProgram(String name, String path) {
        this.name = name;
        this.path = path;
    }

    /** The account that it keeps for a registry; empty when it keeps none. */
    Optional<RegistryLogin> get(String registry) throws IOException {
        String key = key(registry);
        return account(registry, call("get", key + "\n"));
    }

    /** Has an account kept. */
    void store(RegistryLogin login) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("ServerURL", key(login.registry()));
            out.writeStringField("Username", login.identityToken() ? TOKEN : login.user());
            out.writeStringField("Secret", login.secret());
            out.writeEndObject();
        }
        call("store", bytes.toString(StandardCharsets.UTF_8));
    }

    /** Has an account forgotten. */
    void erase(String registry) throws IOException {
        call("erase", key(registry) + "\n");
    }

    /** As error messages and people name it. */
    @Override
    public String toString() {
        return PREFIX + name;
    }

    private static String key(String registry) {
        return registry.equals(RegistryName.DOCKER) ? RegistryName.DOCKER_KEY : registry;
    }

    private byte[] call(String verb, String input) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IOException("the credential helper '" + name + "' has a name that no program can have");
        }
        Process process = new ProcessBuilder(program().toString(), verb)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean heard = tell(process, input);
            byte[] answer = answer(process);
            if (!heard && answer.length > 0) {
                throw new IOException("the credential helper " + PREFIX + name + " ended before it was asked");
            }
            return answer;
        } finally {
            process.destroyForcibly();
        }
    }

    /** False when it ended before it read: how it ended says why. */
    private static boolean tell(Process process, String line) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(line.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path program() throws IOException {
        for (String directory : path.split(":")) {
            Path file = Path.of(directory).resolve(PREFIX + name);
            if (directory.startsWith("/") && Files.isExecutable(file) && Files.isRegularFile(file)) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
                        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
                    throw new IOException("the credential helper " + file
                            + " is not run: others may write it; take that away with chmod go-w");
                }
                return file;
            }
        }
        throw new IOException("the credential helper " + PREFIX + name + " is not installed");
    }

    /** A program that never answers holds this thread, and nobody else's. */
    private static void onThread(Runnable reading) {
        Thread thread = new Thread(reading, "credential-helper");
        thread.setDaemon(true);
        thread.start();
    }

    private byte[] answer(Process process) throws IOException {
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return process.getInputStream().readNBytes(LARGEST + 1);
                    } catch (IOException e) {
                        return new byte[0];
                    }
                },
                HelperProgram::onThread);
        try {
            byte[] answer = reading.get(SECONDS, TimeUnit.SECONDS);
            if (answer.length > LARGEST || !process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the credential helper " + PREFIX + name + " does not end");
            }
            String text = new String(answer, StandardCharsets.UTF_8);
            if (process.exitValue() != 0 && !text.contains(NONE)) {
                throw new IOException("the credential helper " + PREFIX + name + " failed");
            }
            return process.exitValue() == 0 ? answer : new byte[0];
        } catch (TimeoutException e) {
            throw new IOException("the credential helper " + PREFIX + name + " did not answer in " + SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the credential helper " + PREFIX + name + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a credential helper was waited for", e);
        }
    }

    private static Optional<RegistryLogin> account(String registry, byte[] answer) throws IOException {
        if (answer.length == 0) {
            return Optional.empty();
        }
        JsonObject account = JsonObject.read(answer);
        boolean token = account.text("Username").equals(TOKEN);
        String user = token ? "" : account.text("Username");
        return Optional.of(new RegistryLogin(registry, user, account.text("Secret"), token));
    }
}

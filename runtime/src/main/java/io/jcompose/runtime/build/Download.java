package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;

/** Fetches the URL of an ADD. */
record Download(String url) {
    private static final long LARGEST = 8L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FOUND = 200;

    /** The name of the file: the target's, or the last part of the URL when the target is a directory. */
    String name(String target) throws ContainerException {
        if (!target.endsWith("/")) {
            return RelativePath.name(target);
        }
        String path = uri().getPath();
        String name = path == null ? "" : RelativePath.name(path);
        if (name.isEmpty() || name.equals("..")) {
            throw new ContainerException("'" + url + "' has no file name at its end: give the target one");
        }
        return name;
    }

    private URI uri() throws ContainerException {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new ContainerException("'" + url + "' is no URL: " + e.getMessage(), e);
        }
    }

    /**
     * @param checksum {@code sha256:} and 64 hex digits, or empty
     * @return the digest
     */
    Digest to(Path file, String checksum) throws IOException, ContainerException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri()).timeout(PATIENCE).build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("the build was given up while '" + url + "' was fetched", e);
        } catch (IOException e) {
            throw new ContainerException(
                    "cannot fetch '" + url + "': " + reason(e) + "; without a network, put the file into the context",
                    e);
        }
        try (InputStream in = response.body()) {
            if (response.statusCode() != FOUND) {
                throw new ContainerException("cannot fetch '" + url + "': the server answers " + response.statusCode());
            }
            return checked(save(in, file), checksum);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "the server cannot be reached" : String.valueOf(e.getMessage());
    }

    private Digest save(InputStream in, Path file) throws IOException, ContainerException {
        MessageDigest sha256 = Digest.sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > LARGEST) {
                    throw new ContainerException("'" + url + "' is larger than " + LARGEST + " bytes");
                }
                sha256.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        return Digest.of(sha256);
    }

    private Digest checked(Digest found, String checksum) throws ContainerException {
        if (!checksum.isEmpty() && !checksum.equals(found.toString())) {
            throw new ContainerException("'" + url + "' has the checksum " + found + ", not " + checksum);
        }
        return found;
    }
}

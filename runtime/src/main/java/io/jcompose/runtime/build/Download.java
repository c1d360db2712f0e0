package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches the URL of an ADD. */
record Download(String url) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 200;
    private static final int FOUND = 200;
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 10;

    /** The name of the file: the target's, or the last part of the URL when the target is a directory. */
    String name(String target) throws ContainerException {
        if (!target.endsWith("/")) {
            return RelativePath.name(target);
        }
        String path = uri(url).getPath();
        String name = path == null ? "" : RelativePath.name(path);
        if (name.isEmpty() || name.equals("..") || name.equals(".")) {
            throw new ContainerException("'" + url + "' has no file name at its end: give the target one");
        }
        return name;
    }

    private static URI uri(String text) throws ContainerException {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() == null) {
                throw new ContainerException("'" + text + "' is no URL: it has no host");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ContainerException("'" + text + "' is no URL: " + e.getMessage(), e);
        }
    }

    /**
     * The file gets the time that the server says, or 1970.
     *
     * @param checksum {@code sha256:} and 64 hex digits, or empty
     * @return the digest
     */
    Digest to(Path file, String checksum, Tally tally) throws IOException, ContainerException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        URI at = uri(url);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Saving saving = new Saving(url, file);
            HttpResponse<Digest> response = answer(client, at, saving, tally);
            if (ELSEWHERE.contains(response.statusCode())) {
                at = next(at, response.headers().firstValue("Location").orElse(""));
                continue;
            }
            if (response.statusCode() != FOUND) {
                throw new ContainerException("cannot fetch '" + url + "': the server answers " + response.statusCode());
            }
            Files.setLastModifiedTime(
                    file,
                    FileTime.from(
                            time(response.headers().firstValue("Last-Modified").orElse(""))));
            return checked(response.body(), checksum);
        }
        throw new ContainerException("cannot fetch '" + url + "': it leads on more than " + MOST_REDIRECTS + " times");
    }

    /** Waits for the file, and looks meanwhile whether anybody still wants it and anything still comes. */
    private HttpResponse<Digest> answer(HttpClient client, URI at, Saving saving, Tally tally)
            throws ContainerException {
        HttpRequest request = HttpRequest.newBuilder(at).timeout(PATIENCE).build();
        CompletableFuture<HttpResponse<Digest>> answer =
                client.sendAsync(request, head -> head.statusCode() == FOUND ? saving : Saving.nothing());
        try {
            while (true) {
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    tally.check();
                    saving.check(PATIENCE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
            saving.giveUp();
        }
    }

    private ContainerException failure(Throwable cause) {
        if (cause instanceof Saving.TooLarge large) {
            return new ContainerException(String.valueOf(large.getMessage()), large);
        }
        String reason = cause.getMessage() == null ? "the server cannot be reached" : cause.getMessage();
        return new ContainerException(
                "cannot fetch '" + url + "': " + reason + "; without a network, put the file into the context", cause);
    }

    /** A server elsewhere must not lead to what only this host reaches. */
    private URI next(URI from, String location) throws ContainerException {
        URI to = from.resolve(parsed(from, location));
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean downgrade = scheme.equals("http") && "https".equalsIgnoreCase(from.getScheme());
        if (!Set.of("http", "https").contains(scheme) || downgrade || to.getHost() == null) {
            throw new ContainerException("cannot fetch '" + url + "': it leads to '" + to + "', which is not followed");
        }
        if (isPrivate(to) && !isPrivate(from)) {
            throw new ContainerException("cannot fetch '" + url + "': it leads to the private address of '" + to
                    + "', which is not followed");
        }
        return to;
    }

    private URI parsed(URI from, String location) throws ContainerException {
        try {
            return URI.create(location);
        } catch (IllegalArgumentException e) {
            throw new ContainerException(
                    "cannot fetch '" + url + "': " + from.getHost() + " leads to '" + location + "', which is no URL",
                    e);
        }
    }

    private static boolean isPrivate(URI uri) {
        try {
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isAnyLocalAddress()) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Instant time(String lastModified) {
        try {
            return lastModified.isEmpty()
                    ? Instant.EPOCH
                    : ZonedDateTime.parse(lastModified, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private Digest checked(Digest found, String checksum) throws ContainerException {
        if (!checksum.isEmpty() && !checksum.equals(found.toString())) {
            throw new ContainerException("'" + url + "' has the checksum " + found + ", not " + checksum);
        }
        return found;
    }
}

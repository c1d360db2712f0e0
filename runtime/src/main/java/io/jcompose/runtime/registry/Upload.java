package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends blobs to one repository (distribution specification, "Pushing blobs"). */
final class Upload {
    /** Larger blobs go in parts, so that a break costs a part. Bytes. */
    static final long PART = 64L << 20;

    private static final Set<Integer> BEGUN = Set.of(202);
    private static final Set<Integer> STORED = Set.of(201, 202, 204);

    private final Remote remote;
    private final Repository repository;
    private final long part;

    /** What became of a blob. */
    enum End {
        PRESENT,
        MOUNTED,
        SENT
    }

    /** The bytes of a blob, as often as they are needed. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException, ContainerException;
    }

    Upload(Remote remote, Repository repository, long part) {
        this.remote = remote;
        this.repository = repository;
        this.part = part;
    }

    private String scope() {
        return repository.scope(true);
    }

    boolean has(Descriptor blob) throws ContainerException {
        return remote.run(() -> {
            Ask ask = Ask.of("HEAD", remote.uri(repository.blob(blob.digest())));
            try (Reply reply = remote.expect(ask, scope(), Set.of(200, 404))) {
                return reply.status() == 200;
            }
        });
    }

    /**
     * Brings a blob there, in whatever way is the shortest.
     *
     * @param elsewhere another repository of this registry that has it, or null
     * @param progress hears bytes sent
     */
    End send(Descriptor blob, Content content, @Nullable String elsewhere, LongConsumer progress)
            throws ContainerException {
        if (has(blob)) {
            return End.PRESENT;
        }
        return remote.run(() -> {
            URI session = begin(blob, elsewhere);
            if (session == null) {
                return End.MOUNTED;
            }
            if (blob.size() <= part) {
                whole(session, blob, content);
            } else {
                parts(session, blob, content, progress);
            }
            progress.accept(blob.size());
            return End.SENT;
        });
    }

    /** Where to send it; null when the registry took it from the other repository. */
    private @Nullable URI begin(Descriptor blob, @Nullable String elsewhere) throws IOException, ContainerException {
        String query =
                elsewhere == null ? "" : "?mount=" + encoded(blob.digest().toString()) + "&from=" + encoded(elsewhere);
        Ask ask = Ask.of("POST", remote.uri(repository.uploads() + query));
        String both = elsewhere == null
                ? scope()
                : scope() + " " + new Repository(repository.registry(), elsewhere).scope(false);
        try (Reply reply = remote.expect(ask, both, Set.of(201, 202))) {
            return reply.status() == 201 ? null : location(reply);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private URI location(Reply reply) throws ContainerException {
        String header = reply.header("Location")
                .orElseThrow(() -> new ContainerException(remote.name() + " begins an upload and does not say where"));
        return Courier.resolved(reply.uri(), header);
    }

    private static URI closing(URI session, Descriptor blob) {
        String separator = session.getRawQuery() == null ? "?" : "&";
        return URI.create(
                session + separator + "digest=" + encoded(blob.digest().toString()));
    }

    private void whole(URI session, Descriptor blob, Content content) throws IOException, ContainerException {
        Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
        Ask ask = new Ask("PUT", closing(session, blob), headers, slice(content, 0, blob.size()));
        remote.expect(ask, scope(), STORED).close();
    }

    private void parts(URI session, Descriptor blob, Content content, LongConsumer progress)
            throws IOException, ContainerException {
        URI next = session;
        long sent = 0;
        int failures = 0;
        while (sent < blob.size()) {
            long length = Math.min(part, blob.size() - sent);
            try (Reply reply = remote.expect(patch(next, content, sent, length), scope(), BEGUN)) {
                next = location(reply);
                sent += length;
                failures = 0;
            } catch (IOException e) {
                failures++;
                remote.tools().retrier().onceMore(e, failures);
                try (Reply reply = remote.expect(Ask.of("GET", next), scope(), STORED)) {
                    sent = received(reply);
                    next = reply.header("Location").isPresent() ? location(reply) : next;
                }
            }
            progress.accept(sent);
        }
        Ask last = Ask.of("PUT", closing(next, blob));
        remote.expect(last, scope(), STORED).close();
    }

    private static Ask patch(URI session, Content content, long begin, long length) {
        Map<String, String> headers =
                Map.of("Content-Type", "application/octet-stream", "Content-Range", begin + "-" + (begin + length - 1));
        return new Ask("PATCH", session, headers, slice(content, begin, length));
    }

    /** How much the registry has, as {@code Range: 0-LAST}; nothing where it says nothing. */
    private static long received(Reply reply) {
        String range = reply.header("Range").orElse("").replace("bytes=", "");
        return range.matches("0-[0-9]{1,17}") && !range.equals("0-0") ? Long.parseLong(range.substring(2)) + 1 : 0;
    }

    private static Payload slice(Content content, long begin, long length) {
        return new Payload() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                try {
                    InputStream in = content.open();
                    in.skipNBytes(begin);
                    return new Limited(in, length);
                } catch (ContainerException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
        };
    }
}

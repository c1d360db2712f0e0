package io.jcompose.runtime.registry;

import static io.jcompose.runtime.registry.FakeRegistry.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final byte[] CONTENT = new byte[250_000];
    private static final Descriptor BLOB;

    private final List<Long> sent = new ArrayList<>();
    private FakeRegistry registry;

    static {
        new Random(2).nextBytes(CONTENT);
        BLOB = new Descriptor(MediaTypes.OCI_LAYER_GZIP, Digest.of(CONTENT), CONTENT.length, null);
    }

    @BeforeEach
    void begin() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void end() {
        registry.close();
    }

    private Upload.End send(long part, @Nullable String elsewhere) throws ContainerException {
        Remote remote = Remote.connect(registry.tools(), registry.endpoint());
        return new Upload(remote, new Repository(registry.host(), "app"), part)
                .send(BLOB, () -> new ByteArrayInputStream(CONTENT), elsewhere, sent::add);
    }

    private byte @Nullable [] stored() {
        return registry.blobs.get(BLOB.digest().toString());
    }

    @Test
    void aSmallBlobGoesInOnePiece() throws ContainerException {
        assertThat(send(1_000_000, null)).isEqualTo(Upload.End.SENT);
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(registry.requests)
                .filteredOn(line -> line.startsWith("PATCH"))
                .isEmpty();
    }

    @Test
    void aLargeBlobGoesInParts() throws ContainerException {
        assertThat(send(100_000, null)).isEqualTo(Upload.End.SENT);
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(sent).startsWith(100_000L, 200_000L, 250_000L);
    }

    @Test
    void whatIsThereIsNotSent() throws ContainerException {
        registry.blobs.put(BLOB.digest().toString(), CONTENT);
        assertThat(send(1_000_000, null)).isEqualTo(Upload.End.PRESENT);
        assertThat(registry.requests).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void whatAnotherRepositoryHasIsMounted() throws ContainerException {
        registry.first(1, "HEAD ", (exchange, request) -> reply(exchange, 404, new byte[0]));
        registry.blobs.put(BLOB.digest().toString(), CONTENT);
        assertThat(send(1_000_000, "base")).isEqualTo(Upload.End.MOUNTED);
    }

    @Test
    void whatCannotBeMountedIsSent() throws ContainerException {
        assertThat(send(1_000_000, "base")).isEqualTo(Upload.End.SENT);
        assertThat(stored()).isEqualTo(CONTENT);
    }

    @Test
    void aBrokenPartIsSentAgainFromWhereTheRegistryIs() throws ContainerException {
        registry.first(1, "PATCH", (exchange, request) -> {
            exchange.close();
            return true;
        });
        assertThat(send(100_000, null)).isEqualTo(Upload.End.SENT);
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(registry.requests)
                .filteredOn(line -> line.startsWith("POST"))
                .hasSize(1);
    }

    @Test
    void aBusyRegistryIsTriedAgain() throws ContainerException {
        registry.first(2, "POST", (exchange, request) -> reply(exchange, 503, new byte[0]));
        assertThat(send(1_000_000, null)).isEqualTo(Upload.End.SENT);
        assertThat(registry.pauses).hasSize(2);
    }

    @Test
    void aRegistryThatTakesNothingHangingIsGivenUp() {
        registry.trick((exchange, request) -> request.startsWith("PUT") && registry.hang());
        assertThatThrownBy(() -> send(1_000_000, null)).hasMessageContaining("did not answer in");
    }

    @Test
    void aForbiddenPushIsSaidOnce() {
        registry.trick((exchange, request) -> request.startsWith("POST") && reply(exchange, 403, new byte[0]));
        assertThatThrownBy(() -> send(1_000_000, null))
                .isInstanceOf(Refusal.Unauthorised.class)
                .hasMessageContaining("answers 403");
        assertThat(registry.pauses).isEmpty();
    }

    @Test
    void anUploadIsNotSentWhereItMustNotGo() {
        registry.trick((exchange, request) -> {
            FakeRegistry.header(exchange, "Location", "http://169.254.169.254/upload");
            return request.startsWith("POST") && reply(exchange, 202, new byte[0]);
        });
        assertThatThrownBy(() -> send(1_000_000, null)).hasMessageContaining("which is refused");
    }
}

package io.jcompose.orchestrator.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.secret.NamedContent.Kind;
import io.jcompose.orchestrator.secret.NamedContent.Version;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {
    private static final byte[] ONE = "canary-one".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "canary-two".getBytes(StandardCharsets.UTF_8);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T05:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path root;

    private Path directory;
    private final Set<String> needed = new HashSet<>();

    @BeforeEach
    void anEmptyDirectory() {
        directory = root.resolve("secrets");
    }

    private SecretStore open() throws IOException {
        SecretStore store = SecretStore.open(directory, new Disk(DiskWitness.NONE), CLOCK);
        store.neededBy(() -> needed);
        return store;
    }

    private static Contents contents(byte[]... all) {
        return new Contents(
                Stream.of(all).collect(java.util.stream.Collectors.toMap(Contents::digest, content -> content)));
    }

    private Path blob() throws IOException {
        try (Stream<Path> blobs = Files.list(directory.resolve("blobs"))) {
            return blobs.findFirst().orElseThrow();
        }
    }

    @Test
    void nothingIsMadeBeforeThereIsSomethingToKeep() throws Exception {
        SecretStore store = open();
        store.sweep();
        assertThat(directory).doesNotExist();
    }

    @Test
    void aContentComesBackAfterANewStartAndIsNowhereInPlain() throws Exception {
        open().put(contents(ONE));
        assertThat(open().content(Contents.digest(ONE))).isEqualTo(ONE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(blob())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(directory.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
                .as("closed again, as after a restore from a backup")
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
            }
        }
    }

    @Test
    void theSameContentIsSealedDifferentlyInAnotherFileOfTheSameKey() throws Exception {
        SecretStore store = open();
        store.put(contents(ONE));
        byte[] first = Files.readAllBytes(blob());
        Files.delete(blob());
        store.put(contents(ONE));
        assertThat(Files.readAllBytes(blob())).isNotEqualTo(first);
    }

    @Test
    void everyChangedByteIsTold() throws Exception {
        SecretStore store = open();
        store.put(contents(ONE));
        byte[] whole = Files.readAllBytes(blob());
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x40;
            Files.write(blob(), changed);
            assertThatThrownBy(() -> store.content(Contents.digest(ONE)))
                    .isInstanceOf(SecretException.class)
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void whatIsCutShortOrOfAnotherNameOrKeyIsTold() throws Exception {
        SecretStore store = open();
        store.put(contents(ONE, TWO));
        Path one = directory.resolve("blobs").resolve(Contents.digest(ONE).substring(7));
        Path two = directory.resolve("blobs").resolve(Contents.digest(TWO).substring(7));
        byte[] whole = Files.readAllBytes(one);
        Files.write(one, java.util.Arrays.copyOf(whole, 30));
        assertThatThrownBy(() -> store.content(Contents.digest(ONE))).hasMessageContaining("is cut short");
        Files.copy(two, one, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> store.content(Contents.digest(ONE))).hasMessageContaining("was changed");
        Files.write(one, whole);
        Files.write(directory.resolve("key"), new byte[32]);
        SecretStore other = open();
        assertThatThrownBy(() -> other.content(Contents.digest(ONE))).hasMessageContaining("another key");
        Files.write(directory.resolve("key"), new byte[31]);
        assertThatThrownBy(this::open).hasMessageContaining("is damaged");
        Files.delete(directory.resolve("key"));
        assertThatThrownBy(this::open).hasMessageContaining("is missing");
    }

    @Test
    void whatNobodyNeedsGoesWhenNobodyHoldsTheStore() throws Exception {
        SecretStore store = open();
        SecretStore.Hold first = store.hold();
        SecretStore.Hold second = store.hold();
        store.put(contents(ONE, TWO));
        needed.add(Contents.digest(ONE));
        first.close();
        assertThat(store.has(Contents.digest(TWO))).isTrue();
        second.close();
        assertThat(store.has(Contents.digest(ONE))).isTrue();
        assertThat(store.has(Contents.digest(TWO))).isFalse();
    }

    @Test
    void whoDoesNotKnowWhatHeNeedsKeepsAll() throws Exception {
        SecretStore store = open();
        store.neededBy(() -> {
            throw new IOException("the disk is gone");
        });
        store.put(contents(ONE));
        store.sweep();
        assertThat(store.has(Contents.digest(ONE))).isTrue();
    }

    @Test
    void aNameHasVersionsAndTheirContentsStay() throws Exception {
        SecretStore store = open();
        store.create(Kind.SECRET, "db", ONE);
        store.rotate(Kind.SECRET, "db", TWO);
        store.rotate(Kind.SECRET, "db", TWO);
        store.create(Kind.CONFIG, "db", TWO);
        SecretStore again = open();
        again.sweep();
        NamedContent named = again.find(Kind.SECRET, "db").orElseThrow();
        assertThat(named.versions()).extracting(Version::number).containsExactly(1, 2);
        assertThat(named.newest().created()).isEqualTo("2026-11-23T05:00:00Z");
        assertThat(again.content(named.versions().get(0).digest())).isEqualTo(ONE);
        again.remove(Kind.SECRET, "db");
        assertThat(again.has(Contents.digest(ONE))).isFalse();
        assertThat(again.has(Contents.digest(TWO))).isTrue();
        assertThat(again.list()).extracting(NamedContent::kind).containsExactly(Kind.CONFIG);
    }

    @Test
    void onlySoManyVersionsAreKept() throws Exception {
        SecretStore store = open();
        store.create(Kind.SECRET, "db", ONE);
        for (int i = 0; i < 30; i++) {
            store.rotate(Kind.SECRET, "db", new byte[] {(byte) i});
        }
        NamedContent named = store.find(Kind.SECRET, "db").orElseThrow();
        assertThat(named.versions()).hasSize(20);
        assertThat(named.newest().number()).isEqualTo(31);
        assertThat(store.has(Contents.digest(ONE))).isFalse();
    }

    @Test
    void mistakesAreSentences() throws Exception {
        SecretStore store = open();
        store.create(Kind.SECRET, "db", ONE);
        Map<String, org.assertj.core.api.ThrowableAssert.ThrowingCallable> mistakes = Map.of(
                "secret db exists", () -> store.create(Kind.SECRET, "db", TWO),
                "\"../d?b\" is no name of a secret", () -> store.create(Kind.SECRET, "../d\u001bb", TWO),
                "a...\" is no name of a config", () -> store.create(Kind.CONFIG, "a".repeat(256), TWO),
                "it must have 1 to 512000", () -> store.create(Kind.SECRET, "empty", new byte[0]),
                "no such config: db", () -> store.rotate(Kind.CONFIG, "db", TWO),
                "no such secret: other", () -> store.remove(Kind.SECRET, "other"));
        mistakes.forEach((sentence, mistake) ->
                assertThatThrownBy(mistake).isInstanceOf(SecretException.class).hasMessageContaining(sentence));
        assertThat(List.copyOf(store.list())).hasSize(1);
    }
}

package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Registries.Known;
import io.jcompose.runtime.Registries.Visit;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.RegistryAccounts.Account;
import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.image.NewImage;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With Debian's registry: what goes out comes back, to the byte. */
class RegistryImagesKernelTest {
    private final Disk disk = new Disk(DiskWitness.NONE);
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private Path machine;
    private Side sender;
    private Side receiver;

    private record Side(Path root, ImageStore store, RegistryImages registries) {}

    @BeforeEach
    void begin() throws IOException, ContainerException {
        machine = Files.createTempDirectory("registry-test");
        sender = side("sender");
        receiver = side("receiver");
    }

    @AfterEach
    void end() throws IOException {
        disk.removeTree(machine);
    }

    private Side side(String name) throws ContainerException, IOException {
        Path root = Files.createDirectory(machine.resolve(name));
        ImageStore store = ImageStore.open(root.resolve("images"), disk);
        return new Side(root, store, RegistryImages.open(store, root, disk, Clock.systemUTC()));
    }

    private Path room(String name) throws IOException {
        return Files.createDirectory(machine.resolve(name));
    }

    private Image make(String reference, List<Digest> below, String... lines) throws ContainerException, IOException {
        List<Path> layers = new ArrayList<>();
        for (String line : lines) {
            Path layer = sender.store().newWork();
            Files.writeString(layer.resolve(line), line.repeat(1000));
            layers.add(layer);
        }
        String config = "{\"config\":{\"Cmd\":[\"sh\"]},\"history\":[]}";
        return sender.store().compose(new NewImage(config, below, layers), List.of(ImageReference.parse(reference)));
    }

    private Visit visit(DebianRegistry registry) {
        Account bob = new Account(DebianRegistry.USER, DebianRegistry.PASSWORD, false);
        return new Visit(new RegistryAccounts(Map.of(registry.host(), bob)), null, new TransferProgress() {
            @Override
            public void layer(String digest, Step step, long done, long total) {
                steps.add(step.name());
            }

            @Override
            public void line(String sentence) {
                steps.add(sentence);
            }
        });
    }

    private static List<Object> content(Side side, String reference) throws ContainerException {
        try (ImageContent image = side.store().content(reference)) {
            return List.of(Digest.of(image.manifestBytes()), image.id(), image.diffIds());
        }
    }

    @Test
    void whatIsPushedIsPulledElsewhereWithTheSameDigests() throws Exception {
        try (DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            String name = registry.host() + "/team/app:1";
            Image made = make(name, List.of(), "one", "two");

            String digest = sender.registries().push(name, visit(registry));
            Image pulled = receiver.registries().pull(name, visit(registry));

            assertThat(pulled.id()).isEqualTo(made.id());
            assertThat(pulled.layers().get(0).resolve("two")).hasContent("two".repeat(1000));
            assertThat(content(receiver, name).get(0)).hasToString(digest);
            assertThat(receiver.registries().known(name)).map(Known::digest).contains(digest);
            assertThat(receiver.registries().digest(name, visit(registry))).isEqualTo(digest);
            assertThat(steps).contains("COMPRESSING", "UPLOADING", "PUSHED", "UNPACKING", "PULLED");

            String pinned = registry.host() + "/team/app@" + digest;
            assertThat(receiver.registries().pull(pinned, visit(registry)).id()).isEqualTo(made.id());
        }
    }

    @Test
    void whatWasPulledIsPushedOnAsItCame() throws Exception {
        try (DebianRegistry first = DebianRegistry.open(room("first"));
                DebianRegistry second = DebianRegistry.open(room("second"))) {
            String name = first.host() + "/app:1";
            make(name, List.of(), "one");
            String digest = sender.registries().push(name, visit(first));
            receiver.registries().pull(name, visit(first));

            String there = second.host() + "/app:1";
            try (ImageContent image = receiver.store().content(name)) {
                receiver.store()
                        .compose(
                                new NewImage(
                                        new String(image.config(), java.nio.charset.StandardCharsets.UTF_8),
                                        image.diffIds(),
                                        List.of()),
                                List.of(ImageReference.parse(there)));
            }
            assertThat(receiver.registries().push(there, visit(second))).isEqualTo(digest);
        }
    }

    @Test
    void whatIsThereIsNeitherSentNorFetchedAgain() throws Exception {
        try (DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            String name = registry.host() + "/app:1";
            make(name, List.of(), "one");
            String digest = sender.registries().push(name, visit(registry));
            steps.clear();
            assertThat(sender.registries().push(name, visit(registry))).isEqualTo(digest);
            assertThat(steps).containsExactly("WAITING", "PRESENT");
            steps.clear();
            sender.registries().pull(name, visit(registry));
            receiver.registries().pull(name, visit(registry));
            steps.clear();
            receiver.registries().pull(name, visit(registry));
            assertThat(steps).containsExactly("PRESENT");
        }
    }

    @Test
    void aLayerOfAnotherRepositoryIsMounted() throws Exception {
        try (DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            String base = registry.host() + "/base:1";
            make(base, List.of(), "one");
            sender.registries().push(base, visit(registry));
            List<Digest> below;
            try (ImageContent image = sender.store().content(base)) {
                below = image.diffIds();
            }
            String name = registry.host() + "/app:1";
            make(name, below, "two");
            steps.clear();
            sender.registries().push(name, visit(registry));
            assertThat(steps).contains("MOUNTED");
            assertThat(receiver.registries().pull(name, visit(registry)).layers())
                    .hasSize(2);
        }
    }

    @Test
    void aGuardedRegistryIsUsedWithItsAuthorityAndAnAccount() throws Exception {
        try (DebianRegistry registry = DebianRegistry.guarded(room("registry"))) {
            for (Side side : List.of(sender, receiver)) {
                Path certificates = side.root().resolve("certs.d").resolve(registry.host());
                Files.createDirectories(certificates);
                Files.copy(registry.authority(), certificates.resolve("ca.crt"));
            }
            String name = registry.host() + "/team/app:1";
            Image made = make(name, List.of(), "one");

            sender.registries().login(registry.host(), visit(registry));
            String digest = sender.registries().push(name, visit(registry));
            assertThat(receiver.registries().pull(name, visit(registry)).id()).isEqualTo(made.id());
            assertThat(content(receiver, name).get(0)).hasToString(digest);
        }
    }

    private void show(Side side, DebianRegistry registry, String key) throws Exception {
        Path certificates = side.root().resolve("certs.d").resolve(registry.host());
        Files.createDirectories(certificates);
        Path keys = registry.authority().resolveSibling(key);
        Files.copy(registry.authority(), certificates.resolve("ca.crt"));
        Files.copy(registry.authority().resolveSibling("client.crt"), certificates.resolve("client.cert"));
        Files.copy(keys, certificates.resolve("client.key"));
    }

    @Test
    void aRegistryThatAsksForACertificateGetsOurs() throws Exception {
        try (DebianRegistry registry = DebianRegistry.mutual(room("registry"))) {
            Path directory = registry.authority().resolveSibling("");
            DebianRegistry.run(directory, "openssl", "rsa", "-traditional", "-in", "client.key", "-out", "old.key");
            show(sender, registry, "client.key");
            show(receiver, registry, "old.key");
            assertThat(directory.resolve("old.key")).content().contains("BEGIN RSA PRIVATE KEY");
            String name = registry.host() + "/team/app:1";
            Image made = make(name, List.of(), "one");
            sender.registries().push(name, Visit.PLAIN);
            assertThat(receiver.registries().pull(name, Visit.PLAIN).id()).isEqualTo(made.id());
        }
    }

    @Test
    void certificatesThatCannotBeShownAreSaid() throws Exception {
        try (DebianRegistry registry = DebianRegistry.mutual(room("registry"))) {
            String name = registry.host() + "/team/app:1";
            Path certificates = receiver.root().resolve("certs.d").resolve(registry.host());
            show(receiver, registry, "client.key");
            Files.writeString(
                    certificates.resolve("client.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END");
            assertThatThrownBy(() -> receiver.registries().pull(name, Visit.PLAIN))
                    .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in client.key");
            Files.writeString(certificates.resolve("client.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END");
            assertThatThrownBy(() -> receiver.registries().pull(name, Visit.PLAIN))
                    .hasMessageContaining("client.key has a private key that Java cannot read");
            Files.delete(certificates.resolve("client.key"));
            assertThatThrownBy(() -> receiver.registries().pull(name, Visit.PLAIN))
                    .hasMessageContaining("client.cert lacks its key");
            Files.delete(certificates.resolve("client.cert"));
            assertThatThrownBy(() -> receiver.registries().pull(name, Visit.PLAIN))
                    .isInstanceOf(ContainerException.class)
                    .hasMessageNotContaining("Exception");
        }
    }

    @Test
    void whyAGuardedRegistryRefusesIsSaid() throws Exception {
        try (DebianRegistry registry = DebianRegistry.guarded(room("registry"))) {
            String name = registry.host() + "/team/app:1";
            assertThatThrownBy(() -> receiver.registries().pull(name, visit(registry)))
                    .hasMessage("cannot pull '" + name + "': https://" + registry.host()
                            + ": its certificate is signed by an authority that is not known here; put that one's into "
                            + receiver.root() + "/certs.d/" + registry.host() + "/ca.crt");

            Path certificates = receiver.root().resolve("certs.d").resolve(registry.host());
            Files.createDirectories(certificates);
            Files.copy(registry.authority(), certificates.resolve("ca.crt"));
            assertThatThrownBy(() -> receiver.registries().pull(name, Visit.PLAIN))
                    .hasMessageContaining("answers 401 (UNAUTHORIZED, authentication required)")
                    .hasMessageEndingWith(
                            "the image is not there, or needs an account: jcompose login " + registry.host());
            Visit wrong = new Visit(
                    new RegistryAccounts(Map.of(registry.host(), new Account("bob", "wrong", false))),
                    null,
                    TransferProgress.NONE);
            assertThatThrownBy(() -> receiver.registries().login(registry.host(), wrong))
                    .hasMessageStartingWith(
                            "cannot log in at " + registry.host() + ": user or password is not accepted");
            assertThatThrownBy(() -> receiver.registries().pull(name, visit(registry)))
                    .isInstanceOf(ContainerException.ImageNotFound.class)
                    .hasMessageEndingWith("check the name and the tag");
        }
    }

    @Test
    void aMirrorIsAskedFirstAndLeftOutWhenItFails() throws Exception {
        try (DebianRegistry mirror = DebianRegistry.open(room("mirror"));
                DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            String name = registry.host() + "/app:1";
            make(name, List.of(), "one");
            sender.registries().push(name, visit(registry));
            Files.writeString(
                    receiver.root().resolve("registries.json"),
                    "{\"mirrors\": {\"" + registry.host() + "\": [\"http://" + mirror.host() + "\"]}}");

            receiver.registries().pull(name, visit(registry));

            assertThat(steps).anyMatch(line -> line.startsWith("mirror " + mirror.host() + " is left out: "));
        }
    }

    @Test
    void anotherToolReadsWhatWasPushed() throws Exception {
        try (DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            String name = registry.host() + "/team/app:1";
            make(name, List.of(), "one", "two");
            String digest = sender.registries().push(name, visit(registry));

            Path copy = room("copy");
            DebianRegistry.run(
                    copy,
                    "skopeo",
                    "copy",
                    "--insecure-policy",
                    "--src-tls-verify=false",
                    "--dest-tls-verify=false",
                    "docker://" + name,
                    "docker://" + registry.host() + "/other/app:2");
            String raw = DebianRegistry.run(
                    copy,
                    "skopeo",
                    "inspect",
                    "--raw",
                    "--tls-verify=false",
                    "docker://" + registry.host() + "/other/app:2");
            assertThat(Digest.of(raw.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .hasToString(digest);
            assertThat(receiver.registries()
                            .pull(registry.host() + "/other/app:2", visit(registry))
                            .layers())
                    .hasSize(2);
        }
    }

    @Test
    void nothingIsLeftOfAPullThatFails() throws Exception {
        try (DebianRegistry registry = DebianRegistry.open(room("registry"))) {
            assertThatThrownBy(() -> receiver.registries().pull(registry.host() + "/none:1", visit(registry)))
                    .isInstanceOf(ContainerException.ImageNotFound.class);
        }
        assertThat(receiver.store().list()).isEmpty();
        assertThat(receiver.root().resolve("registry")).doesNotExist();
    }
}

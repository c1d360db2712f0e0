package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Registries} for one store. Settings and certificates are read at each visit: a change needs no restart. */
public final class RegistryImages implements Registries {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryImages.class);
    private static final Path HOST_WIDE = Path.of("/etc/jcompose");
    private static final Path OF_DOCKER = Path.of("/etc/docker/certs.d");
    private static final String SETTINGS = "registries.json";
    private static final String CERTIFICATES = "certs.d";

    private final ImageStore store;
    private final Path root;
    private final Path temporary;
    private final MemoryFile memory;
    private final Clock clock;
    private final Clients clients;

    private RegistryImages(ImageStore store, Path root, Path temporary, MemoryFile memory, Clock clock) {
        this.store = store;
        this.root = root;
        this.temporary = temporary;
        this.memory = memory;
        this.clock = clock;
        Trust trust = new Trust(List.of(OF_DOCKER, HOST_WIDE.resolve(CERTIFICATES), root.resolve(CERTIFICATES)));
        this.clients = new Clients(trust, Timing.USUAL.connect(), () -> Proxies.of(System.getenv()));
    }

    /**
     * Opens what is known of registries, and clears what a crash left.
     *
     * @param root of the daemon's state: {@code registries.json} and {@code certs.d} there go before those of {@code
     *     /etc/jcompose}; its directory {@code registry} is this class's
     */
    public static RegistryImages open(ImageStore store, Path root, Disk disk, Clock clock) throws ContainerException {
        Path own = root.resolve("registry");
        Path temporary = own.resolve("tmp");
        try {
            disk.removeTree(temporary);
        } catch (IOException e) {
            throw new ContainerException("cannot use " + own + ": " + e.getMessage(), e);
        }
        MemoryFile memory = MemoryFile.open(own.resolve("memory.json"), disk);
        return new RegistryImages(store, root, temporary, memory, clock);
    }

    @Override
    public Image pull(String text, Visit visit) throws ContainerException {
        ImageReference reference = ImageReference.parse(text);
        String registry = Repository.of(reference).registry();
        return new Errand("pull '" + reference + "'", registry, visit.accounts()).run(() -> {
            Download download = find(reference, visit);
            Image image = store.add(download, List.of(reference), new Pulling(visit.progress()));
            remember(reference, image.id(), download.named());
            return image;
        });
    }

    private Download find(ImageReference reference, Visit visit) throws ContainerException {
        Platform platform = PlatformChoice.wanted(visit.platform());
        return anywhere(reference, visit, remote -> Download.find(remote, reference, platform));
    }

    /** What is asked of each place that an image may be pulled from. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Remote remote) throws ContainerException;
    }

    /** Asks mirrors first; what a mirror cannot answer the next one may. */
    private <T> T anywhere(ImageReference reference, Visit visit, Question<T> question) throws ContainerException {
        RegistrySettings settings = settings();
        Tools tools = tools(visit);
        List<Endpoints.Endpoint> places =
                Endpoints.pulling(Repository.of(reference).registry(), settings);
        for (Endpoints.Endpoint mirror : places.subList(0, places.size() - 1)) {
            try {
                return question.ask(Remote.connect(tools, mirror));
            } catch (ContainerException e) {
                visit.progress().line("mirror " + mirror.name() + " is left out: " + e.getMessage());
            }
        }
        return question.ask(Remote.connect(tools, places.get(places.size() - 1)));
    }

    @Override
    public String push(String text, Visit visit) throws ContainerException {
        ImageReference reference = ImageReference.parse(text);
        String tag = reference.tag();
        if (tag == null || reference.digest() != null) {
            throw new ContainerException("cannot push '" + text
                    + "': an image is pushed by its name and tag, its digest" + " follows from it");
        }
        Repository repository = Repository.of(reference);
        return new Errand("push '" + reference + "'", repository.registry(), visit.accounts()).run(() -> {
            try (ImageContent image = store.content(reference.toString())) {
                Digest digest = sent(image, repository, tag, visit);
                remember(reference, image.id().toString(), digest);
                return digest.toString();
            }
        });
    }

    /** Sends what is open under any name; whoever opened it closes it. */
    public void send(ImageContent image, String text, Visit visit) throws ContainerException {
        ImageReference reference = ImageReference.parse(text);
        String tag = reference.tag();
        if (tag == null || reference.digest() != null) {
            throw new ContainerException("'" + text + "' is no name and tag");
        }
        Repository repository = Repository.of(reference);
        var unused = new Errand("push '" + reference + "'", repository.registry(), visit.accounts())
                .run(() -> sent(image, repository, tag, visit));
    }

    private Digest sent(ImageContent image, Repository repository, String tag, Visit visit) throws ContainerException {
        RegistrySettings settings = settings();
        Remote remote = Remote.connect(tools(visit), Endpoints.own(repository.registry(), settings));
        ImagePush push = new ImagePush(remote, repository, image, memory, temporary, visit.progress());
        return push.run(tag, elsewhere(repository), settings.parallel());
    }

    /** An image of a registry, of which nothing is taken into the store: its layers come when they are read. */
    public ImageSource open(String text, Visit visit) throws ContainerException {
        ImageReference reference = ImageReference.parse(text);
        String registry = Repository.of(reference).registry();
        return new Errand("read '" + reference + "'", registry, visit.accounts()).run(() -> find(reference, visit));
    }

    /** What other repositories of the registry have, as far as it passed here. */
    private Map<Digest, String> elsewhere(Repository repository) {
        Map<Digest, String> found = new HashMap<>();
        for (String name : memory.now().names().keySet()) {
            try {
                Repository other = Repository.of(ImageReference.parse(name));
                if (other.registry().equals(repository.registry()) && !other.equals(repository)) {
                    blobs(name).forEach(blob -> found.putIfAbsent(blob, other.path()));
                }
            } catch (ContainerException e) {
                LOG.debug("{} is no longer here, so nothing of it is mounted: {}", name, e.getMessage());
            }
        }
        return found;
    }

    private List<Digest> blobs(String reference) throws ContainerException {
        try (ImageContent image = store.content(reference)) {
            return image.manifest().layers().stream()
                    .map(Descriptor::digest)
                    .map(digest -> packed(digest))
                    .toList();
        }
    }

    private Digest packed(Digest layer) {
        Memory.Packed packed = memory.now().packed(layer);
        return packed == null ? layer : packed.digest();
    }

    private void remember(ImageReference reference, String image, Digest digest) {
        Known known = new Known(image, digest.toString(), clock.instant());
        memory.change(now -> now.with(reference.toString(), known));
    }

    @Override
    public String digest(String text, Visit visit) throws ContainerException {
        ImageReference reference = ImageReference.parse(text);
        Repository repository = Repository.of(reference);
        return new Errand("find the digest of '" + reference + "'", repository.registry(), visit.accounts())
                .run(() -> anywhere(
                        reference,
                        visit,
                        remote -> Digest.of(new Manifests(remote, repository).fetch(Download.asked(reference)))
                                .toString()));
    }

    @Override
    public void login(String text, Visit visit) throws ContainerException {
        String registry = Repository.registryNamed(text);
        try {
            Remote remote = Remote.connect(tools(visit), Endpoints.own(registry, settings()));
            remote.run(() -> {
                remote.expect(Ask.of("GET", remote.uri("/v2/")), "", java.util.Set.of(200))
                        .close();
                return registry;
            });
        } catch (Refusal.Unauthorised e) {
            throw new ContainerException(
                    "cannot log in at " + registry + ": user or password is not accepted (" + e.getMessage() + ")", e);
        } catch (ContainerException | IllegalArgumentException e) {
            throw new ContainerException("cannot log in at " + registry + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Known> known(String text) {
        try {
            return Optional.ofNullable(
                    memory.now().names().get(ImageReference.parse(text).toString()));
        } catch (ContainerException e) {
            return Optional.empty();
        }
    }

    private RegistrySettings settings() throws ContainerException {
        return RegistrySettings.read(List.of(root.resolve(SETTINGS), HOST_WIDE.resolve(SETTINGS)));
    }

    private static InetAddress[] addresses(String host) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            if (Proxies.isSet(System.getenv())) {
                return new InetAddress[0];
            }
            throw e;
        }
    }

    private Tools tools(Visit visit) {
        Courier courier = new Courier(clients, new Leading(RegistryImages::addresses), Timing.USUAL);
        TransferProgress progress = visit.progress();
        Retrier retrier = new Retrier(
                RetryPlan.USUAL, () -> ThreadLocalRandom.current().nextDouble(), Retrier.Pause.real(), progress::line);
        return new Tools(courier, clients.trust(), clock, retrier, visit.accounts());
    }
}

package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ImageBuilder;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds;
import io.jcompose.runtime.CacheExchange;
import io.jcompose.runtime.CachePlace;
import io.jcompose.runtime.CommitRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.ResourceLimit;
import io.jcompose.runtime.build.ImageBuilds;
import io.jcompose.runtime.manifest.Platform;
import io.jcompose.spec.Service;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link ImageBuilder} on the runtime. */
final class LiveBuilds implements ImageBuilder {
    private final Builds builds;
    private final Containers containers;
    private final Function<RegistryAccounts, Builds.Bases> bases;
    private final Inventory inventory;
    private final Function<Labels, @Nullable Service> services;

    /**
     * @param bases for whoever builds
     * @param services what is wanted of a container's service; null for one that is wanted no more
     */
    LiveBuilds(
            Builds builds,
            Containers containers,
            Function<RegistryAccounts, Builds.Bases> bases,
            Inventory inventory,
            Function<Labels, @Nullable Service> services) {
        this.builds = builds;
        this.containers = containers;
        this.bases = bases;
        this.inventory = inventory;
        this.services = services;
    }

    @Override
    public String build(Order order, Listener listener) throws Refused {
        if (!order.context().startsWith("/") && !ImageBuilds.isElsewhere(order.context())) {
            throw new Refused(
                    Refused.Kind.FAILED,
                    "the context '" + order.context() + "' is no absolute path, no git repository and no archive",
                    "");
        }
        try {
            for (String platform : order.platforms()) {
                if (!Platform.host().accepts(Platform.parse(platform))) {
                    throw new ContainerException("cannot build for " + platform + ": this host is " + Platform.host()
                            + ", and images are built only for the host");
                }
            }
            return builds.build(
                            request(order), bases.apply(LiveRegistries.accounts(order.accounts())), progress(listener))
                    .id();
        } catch (ContainerException | IllegalArgumentException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public List<String> check(Order order) throws Refused {
        try {
            return builds.check(request(order));
        } catch (ContainerException | IllegalArgumentException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    private static BuildRequest request(Order order) {
        Map<String, byte[]> secrets = new HashMap<>();
        order.secrets()
                .forEach((id, text) -> secrets.put(id, Base64.getDecoder().decode(text)));
        return new BuildRequest(
                order.context(),
                order.file(),
                order.text(),
                order.arguments(),
                order.target(),
                order.contexts(),
                order.names(),
                order.labels(),
                secrets,
                order.agents(),
                new BuildRequest.Commands(
                        order.network(),
                        order.hosts(),
                        order.sharedMemory(),
                        order.limits().stream().map(ResourceLimit::parse).toList(),
                        Set.copyOf(order.allowed())),
                new BuildRequest.Cache(
                        order.noCache(), Set.copyOf(order.noCacheFilter()), order.pull(), exchange(order)));
    }

    private static CacheExchange exchange(Order order) {
        return new CacheExchange(
                order.caches().from().stream().map(CachePlace::from).toList(),
                order.caches().to().stream().map(CachePlace::to).toList(),
                LiveRegistries.accounts(order.accounts()));
    }

    private static Builds.BuildProgress progress(Listener listener) {
        return new Builds.BuildProgress() {
            @Override
            public void begins(int number, String title) {
                listener.tell(number, "begin", title, 0);
            }

            @Override
            public void output(int number, String line) {
                listener.tell(number, "line", line, 0);
            }

            @Override
            public void ends(int number, Builds.Outcome outcome, Duration took) {
                listener.tell(number, "end", outcome.name(), took.toMillis());
            }

            @Override
            public boolean isCancelled() {
                return listener.isGone();
            }
        };
    }

    @Override
    public String commit(String project, Commit commit) throws Refused {
        Inventory.Row row = inventory.rows(project).stream()
                .filter(one -> one.labels().slot().service().equals(commit.service()))
                .filter(one -> commit.index() == 0 || one.labels().slot().number() == commit.index())
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Refused.Kind.NOT_FOUND, "service \"" + commit.service() + "\" has no such container", ""));
        ContainerState state = containers.state(row.id());
        if (state == null) {
            throw new Refused(Refused.Kind.NOT_FOUND, "the container was removed meanwhile", "");
        }
        Service service = services.apply(row.labels());
        List<String> names = commit.name().isEmpty() ? List.of() : List.of(commit.name());
        try {
            CommitRequest request = new CommitRequest(
                    state.spec(),
                    service == null ? Map.of() : service.labels(),
                    service == null ? List.of() : ports(service),
                    names,
                    commit.author(),
                    commit.message(),
                    commit.changes(),
                    commit.pause());
            return builds.commit(request, containers).id();
        } catch (ContainerException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    private static List<String> ports(Service service) {
        Set<String> ports = new TreeSet<>(service.expose());
        service.ports()
                .forEach(port -> ports.add(port.target() + "/" + port.protocol().word()));
        return List.copyOf(ports);
    }

    @Override
    public Kept prune() throws Refused {
        return Told.by(() -> kept(builds.prune()));
    }

    @Override
    public Kept kept() throws Refused {
        return Told.by(() -> kept(builds.kept()));
    }

    private static Kept kept(Builds.Kept kept) {
        return new Kept(kept.results(), kept.caches(), kept.bytes());
    }
}

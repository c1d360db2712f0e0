package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Dependency;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Port;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.RestartPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same planner on imagined effects, until nothing is left to do: what {@code plan} and {@code --dry-run} show. It
 * holds no live object, so it cannot touch anything.
 */
public final class Simulation {
    private static final Healthcheck IMAGES_OWN =
            new Healthcheck(List.of("CMD", "true"), Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);

    /** A plan that takes more rounds than these, and these for each container, does not converge. */
    private static final int MOST_ROUNDS = 200;

    private static final int ROUNDS_OF_ONE = 40;

    private final Planner planner;
    private final SortedMap<String, WantedProject> wanted;
    private final Map<String, ObservedContainer> containers;
    private final Map<String, Boolean> networks;
    private final Map<String, String> volumes;
    private final Map<String, Integer> ports;
    private final ImaginedOrigins origins;
    private final Function<String, Optional<String>> images;
    private final Map<String, Edges> edges = new HashMap<>();

    /** Of the containers as they are. */
    private final Map<MadeFrom, String> known = new HashMap<>();

    private @Nullable Routing routing;
    private Health healthOfStarted = Health.HEALTHY;
    private long now;
    private int made;

    /** A simulation where references of images mean what containers are made of. */
    public Simulation(Planner planner, Wanted wanted, Observed observed, long now) {
        this(planner, wanted, observed, now, reference -> Optional.empty());
    }

    /**
     * A simulation from here on.
     *
     * @param now CLOCK_BOOTTIME milliseconds
     * @param images which image a reference means on this host
     */
    public Simulation(
            Planner planner, Wanted wanted, Observed observed, long now, Function<String, Optional<String>> images) {
        this.images = images;
        this.planner = planner;
        this.wanted = new TreeMap<>(wanted.projects());
        this.containers = new LinkedHashMap<>(observed.containers());
        this.networks = new HashMap<>(observed.networks());
        this.volumes = new HashMap<>(observed.volumes());
        this.ports = new HashMap<>(observed.ports());
        this.routing = observed.routing();
        this.origins = new ImaginedOrigins(observed.origins());
        this.now = now;
        observed.containers()
                .values()
                .forEach(container -> known.putIfAbsent(MadeFrom.of(container), container.image()));
    }

    /**
     * All rounds until nothing is left to do.
     *
     * @throws IllegalStateException when that never happens: a defect of a rule
     */
    public List<Action> run() {
        List<Action> done = new ArrayList<>();
        int most = MOST_ROUNDS + ROUNDS_OF_ONE * places();
        for (int round = 0; round < most; round++) {
            Plan plan = planner.plan(new Wanted(wanted), seen(), now);
            if (plan.actions().isEmpty() && plan.lookAgainAt().isEmpty()) {
                return done;
            }
            if (plan.actions().isEmpty()) {
                now = Math.max(now + 1, plan.lookAgainAt().getAsLong());
            }
            imagine(plan.actions());
            done.addAll(plan.actions());
        }
        throw new IllegalStateException("no fixpoint after " + most + " rounds, last actions: "
                + done.subList(Math.max(0, done.size() - 5), done.size()));
    }

    private int places() {
        return containers.size()
                + wanted.values().stream()
                        .flatMap(project -> project.services().values().stream())
                        .mapToInt(WantedService::replicas)
                        .sum();
    }

    /** What is wanted of a project after {@link #run}, or null when it is forgotten. */
    public @Nullable WantedProject wanted(String project) {
        return wanted.get(project);
    }

    /** The state now, which goes on changing: for one round. */
    private Observed seen() {
        return new Observed(containers, networks, volumes, ports, Set.of(), Map.of(), routing, origins.now());
    }

    /** The state after {@link #run}. */
    public Observed observed() {
        return new Observed(
                Map.copyOf(containers),
                Map.copyOf(networks),
                Map.copyOf(volumes),
                Map.copyOf(ports),
                Set.of(),
                Map.of(),
                routing,
                origins.now());
    }

    /** Imagines one action; what is started has {@code health} by its probe. */
    void imagine(Action action, Health health) {
        healthOfStarted = health;
        imagine(action);
    }

    /** Images of a round are chosen together: there may be as many as services, which are copied for each choice. */
    private void imagine(List<Action> actions) {
        Map<String, List<Action.ChooseImage>> choices = new TreeMap<>();
        for (Action action : actions) {
            if (action instanceof Action.ChooseImage choose) {
                choices.computeIfAbsent(choose.project(), key -> new ArrayList<>())
                        .add(choose);
            } else {
                imagine(action);
            }
        }
        choices.forEach((project, all) -> wanted.computeIfPresent(project, (name, before) -> withImages(before, all)));
    }

    private void imagine(Action action) {
        if (action instanceof Action.ChooseImage choose) {
            imagine(List.of(choose));
        } else if (action instanceof Action.ReservePorts reserve) {
            HeldPorts.needed(reserve.project(), reserve.service()).forEach(this::hold);
        } else if (action instanceof Action.ReleasePorts release) {
            ports.remove(release.owner());
        } else if (action instanceof Action.EnsureNetwork ensure) {
            networks.put(ensure.network().name(), true);
            origins.made(ensure);
        } else if (action instanceof Action.RemoveNetwork remove) {
            networks.remove(remove.name());
            origins.removeNetwork(remove.name());
        } else if (action instanceof Action.EnsureVolume ensure) {
            volumes.putIfAbsent(ensure.volume().name(), ensure.project());
            origins.made(ensure);
        } else if (action instanceof Action.RemoveVolume remove) {
            volumes.remove(remove.name());
            origins.removeVolume(remove.name());
        } else if (action instanceof Action.ApplyRouting apply) {
            routing = apply.routing();
        } else if (action instanceof Action.JudgeUpdates judge) {
            wanted.computeIfPresent(judge.project(), (name, project) -> Retention.judged(project, judge.judgements()));
        } else if (action instanceof Action.EndOneOff end) {
            wanted.computeIfPresent(end.project(), (name, project) -> project.withoutOneOff(end.name(), end.gone()));
        } else if (action instanceof Action.ForgetProject forget) {
            wanted.remove(forget.project());
        } else {
            imagineContainer(action);
        }
    }

    private void imagineContainer(Action action) {
        if (action instanceof Action.CreateContainer create) {
            create(create);
        } else if (action instanceof Action.ConnectContainer connect) {
            put(connect.container().wired(addresses(connect)));
        } else if (action instanceof Action.DisconnectContainer disconnect) {
            put(disconnect.container().without(disconnect.network()));
        } else if (action instanceof Action.StartContainer start) {
            Health health = start.service().probe() == null ? Health.NONE : healthOfStarted;
            put(
                    ended(start)
                            ? start.container()
                                    .withLife(new Life.Exited(0, now, 0))
                                    .withMemo(start.memo())
                            : start.container()
                                    .withLife(new Life.Running(now))
                                    .withMemo(start.memo())
                                    .withHealth(health, now));
        } else if (action instanceof Action.DrainContainer drain) {
            Memo memo = drain.container().memo();
            put(drain.container().withMemo(memo.with(memo.care().draining(drain.deadline()))));
        } else if (action instanceof Action.StopContainer stop) {
            put(stop.container()
                    .withLife(new Life.Exited(0, now, 0))
                    .withMemo(stop.container().memo().stopping(stop.deadline())));
        } else if (action instanceof Action.KillContainer kill) {
            put(kill.container().withLife(new Life.Exited(137, now, 0)));
        } else if (action instanceof Action.SignalContainer signal) {
            put(signal.container().withMemo(signal.memo()));
        } else if (action instanceof Action.ReloadContainer reload) {
            put(reload.container().withMemo(reload.memo()));
        } else if (action instanceof Action.RunHooks hooks) {
            put(hooks.container().withMemo(hooks.memo()));
        } else if (action instanceof Action.Remember remember) {
            put(remember.container().withMemo(remember.memo()));
        } else if (action instanceof Action.RemoveContainer remove) {
            containers.remove(remove.container().id());
            origins.removeUser(remove.container().id());
        }
    }

    /** A service that others wait for to complete is imagined to complete, unless its policy lets it end never. */
    private boolean ended(Action.StartContainer start) {
        WantedProject project = wanted.get(start.project());
        RestartPolicy.Kind policy = start.service().policy().kind();
        if (policy == RestartPolicy.Kind.ALWAYS || policy == RestartPolicy.Kind.UNLESS_STOPPED) {
            return false;
        }
        return project != null
                && awaited(project, Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)
                        .contains(start.service().spec().name());
    }

    /** Services that others wait for in this way; looked for once for each state of the project. */
    private Set<String> awaited(WantedProject project, Dependency.Condition condition) {
        Edges known = edges.get(project.name());
        if (known == null || known.services() != project.services()) {
            known = Edges.of(project.services());
            edges.put(project.name(), known);
        }
        return known.awaited().getOrDefault(condition, Set.of());
    }

    /** Who is waited for, of one state of a project's services. */
    private record Edges(SortedMap<String, WantedService> services, Map<Dependency.Condition, Set<String>> awaited) {
        static Edges of(SortedMap<String, WantedService> services) {
            Map<Dependency.Condition, Set<String>> awaited = new EnumMap<>(Dependency.Condition.class);
            for (WantedService service : services.values()) {
                service.spec()
                        .dependsOn()
                        .forEach((name, edge) -> awaited.computeIfAbsent(edge.condition(), key -> new HashSet<>())
                                .add(name));
            }
            return new Edges(services, awaited);
        }
    }

    private WantedProject withImages(WantedProject project, List<Action.ChooseImage> choices) {
        // Nobody looks into images here: one whose health others wait for is taken to have a probe.
        Set<String> awaitedHealthy = awaited(project, Dependency.Condition.SERVICE_HEALTHY);
        SortedMap<String, WantedService> services = new TreeMap<>(project.services());
        for (Action.ChooseImage choose : choices) {
            Optional<String> here = choose.policy().kind() == PullPolicy.Kind.ALWAYS
                    ? Optional.empty()
                    : images.apply(choose.reference());
            for (String name : choose.services()) {
                services.computeIfPresent(
                        name,
                        (key, service) -> service.withImage(
                                here.orElseGet(() -> known.getOrDefault(
                                        new MadeFrom(project.name(), name, service.fingerprint()),
                                        "image of " + service.spec().image())),
                                awaitedHealthy.contains(name) ? IMAGES_OWN : null));
            }
        }
        return project.withServices(services);
    }

    /** What a container is made from but for its image. */
    private record MadeFrom(String project, String service, String fingerprint) {
        static MadeFrom of(ObservedContainer container) {
            return new MadeFrom(container.slot().project(), container.slot().service(), container.fingerprint());
        }
    }

    private void hold(String key, Port port) {
        ports.putIfAbsent(key, port.published());
    }

    private void create(Action.CreateContainer create) {
        String id = unusedId();
        String image = create.service().image();
        WantedProject project = wanted.get(create.project());
        if (project != null) {
            origins.uses(id, create.service(), project);
        }
        put(new ObservedContainer(
                id,
                create.slot(),
                create.name(),
                create.service().fingerprint(),
                image == null ? "" : image,
                create.service().tokens().recreate(),
                new Life.Created(),
                Health.NONE,
                0,
                create.memo(),
                ObservedContainer.Links.NONE));
    }

    /** Its first twelve characters are a name of the container. */
    private String unusedId() {
        String id;
        do {
            made++;
            id = HexFormat.of().toHexDigits(made, 12) + "0".repeat(20);
        } while (containers.containsKey(id));
        return id;
    }

    private Map<String, String> addresses(Action.ConnectContainer connect) {
        Map<String, String> leased = new TreeMap<>(connect.container().addresses());
        WantedProject project = wanted.get(connect.project());
        if (project != null) {
            connect.service().spec().networks().keySet().stream()
                    .map(project.networks()::get)
                    .filter(java.util.Objects::nonNull)
                    .forEach(network -> leased.putIfAbsent(
                            network.name(), connect.container().id() + "@" + network.name()));
        }
        return leased;
    }

    private void put(ObservedContainer container) {
        containers.put(container.id(), container);
    }
}

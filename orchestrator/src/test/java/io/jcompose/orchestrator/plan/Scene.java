package io.jcompose.orchestrator.plan;

import io.jcompose.orchestrator.plan.rule.Rules;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A project wanted from YAML, and a world that tests change by hand; time is a number. */
public final class Scene {
    final Planner planner = new Planner(Rules.all());
    WantedProject wanted;
    Observed observed = new Observed(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of(), null);
    long now = 1_000_000;

    Scene(String yaml) {
        wanted = wanted(load(yaml), 1);
    }

    /** The project {@code shop} of a text. */
    public static Project load(String yaml) {
        try {
            return Loader.load(new LoadRequest(
                            List.of("-"),
                            Path.of("/srv/shop"),
                            null,
                            "shop",
                            List.of(),
                            List.of(),
                            Map.of(),
                            List.of(),
                            () -> yaml))
                    .project();
        } catch (SpecException e) {
            throw new IllegalArgumentException(e.problems().toString(), e);
        }
    }

    /** The project wanted as it is declared. */
    public static WantedProject wanted(Project project, long version) {
        SortedMap<String, WantedService> services = new TreeMap<>();
        for (Service service : project.services().values()) {
            services.put(
                    service.name(),
                    new WantedService(
                            service,
                            Fingerprint.of(service),
                            service.replicas(),
                            true,
                            null,
                            WantedService.Tokens.NONE.nextStart(1),
                            null,
                            null,
                            null));
        }
        return new WantedProject(project.name(), version, services, Declared.of(project, List.of()), Removal.of(false));
    }

    /** A project and another one that declares the same under another name. */
    static Wanted beside(String other, Project same, WantedProject project) {
        WantedProject twin = wanted(same, 1);
        SortedMap<String, WantedProject> projects = new TreeMap<>(Map.of(project.name(), project));
        projects.put(other, new WantedProject(other, 1, new TreeMap<>(), twin.declared(), twin.removal()));
        return new Wanted(projects);
    }

    Plan plan() {
        return planner.plan(new Wanted(new TreeMap<>(Map.of(wanted.name(), wanted))), observed, now);
    }

    /** What waits in a round now. */
    List<String> pending() {
        return texts(plan().pending());
    }

    /** What will not come about, says a round now. */
    List<String> hopeless() {
        return texts(plan().hopeless());
    }

    private List<String> texts(Map<String, List<Obstacle>> obstacles) {
        return obstacles.getOrDefault(wanted.name(), List.of()).stream()
                .map(Obstacle::text)
                .toList();
    }

    /** Plays the plan to its end in imagination, takes over the outcome, and tells the actions. */
    String converge() {
        Simulation simulation =
                new Simulation(planner, new Wanted(new TreeMap<>(Map.of(wanted.name(), wanted))), observed, now);
        var text = new StringBuilder();
        for (Action action : simulation.run()) {
            text.append(action.text()).append('\n');
        }
        observed = simulation.observed();
        WantedProject after = simulation.wanted(wanted.name());
        wanted = after == null ? wanted : after;
        return text.toString();
    }

    /** Plays one round; what is started has {@code health} by its probe. */
    void play(Plan plan, Health health) {
        Simulation simulation =
                new Simulation(planner, new Wanted(new TreeMap<>(Map.of(wanted.name(), wanted))), observed, now);
        plan.actions().forEach(action -> simulation.imagine(action, health));
        observed = simulation.observed();
        wanted = Objects.requireNonNull(simulation.wanted(wanted.name()));
    }

    /** Another text is brought up: containers of the services that it changes are to be replaced. */
    void up(String yaml) {
        WantedProject before = wanted;
        wanted = wanted(load(yaml), before.version() + 1);
        before.services().forEach((name, old) -> {
            Update.Version previous = old.version();
            if (previous != null) {
                Update update = new Update(previous, Update.State.ROLLING, "", now);
                change(
                        name,
                        service ->
                                service.withTokens(old.tokens().nextStart(now)).withUpdate(update));
            }
        });
    }

    /** The same, where networks and volumes that it changes are to be made anew. */
    void upRemaking(String yaml) {
        up(yaml);
        SortedMap<String, String> networks = new TreeMap<>();
        SortedMap<String, String> volumes = new TreeMap<>();
        wanted.networks().values().forEach(network -> {
            Origin origin = observed.origins().network(network.name());
            if (!Stock.changes(origin, network).isEmpty()) {
                networks.put(network.name(), origin.incarnation());
            }
        });
        wanted.volumes().values().forEach(volume -> {
            Origin origin = observed.origins().volume(volume.name());
            if (!Stock.changes(origin, volume).isEmpty()) {
                volumes.put(volume.name(), origin.incarnation());
            }
        });
        wanted = wanted.with(new Remaking(networks, volumes));
    }

    /** The service as it is wanted. */
    WantedService service(String name) {
        return Objects.requireNonNull(wanted.services().get(name));
    }

    void change(String service, UnaryOperator<WantedService> change) {
        SortedMap<String, WantedService> services = new TreeMap<>(wanted.services());
        services.computeIfPresent(service, (name, old) -> change.apply(old));
        wanted = wanted.withServices(services);
    }

    ObservedContainer container(String name) {
        return observed.containers().values().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no container " + name + " in " + observed.containers().values()));
    }

    void set(String name, UnaryOperator<ObservedContainer> change) {
        ObservedContainer changed = change.apply(container(name));
        Map<String, ObservedContainer> containers = new HashMap<>(observed.containers());
        containers.put(changed.id(), changed);
        observed = with(containers, observed.networks());
    }

    void damage(String network) {
        Map<String, Boolean> networks = new HashMap<>(observed.networks());
        networks.put(network, false);
        observed = with(observed.containers(), networks);
    }

    void exits(String name, int code, long ranMillis) {
        set(name, container -> container.withLife(new Life.Exited(code, now, ranMillis)));
    }

    /** These volumes of the project are there. */
    void volumes(String... names) {
        SortedMap<String, String> volumes = new TreeMap<>(observed.volumes());
        for (String name : names) {
            volumes.put(name, wanted.name());
        }
        observed = new Observed(
                observed.containers(),
                observed.networks(),
                Map.copyOf(volumes),
                observed.ports(),
                observed.inFlight(),
                observed.failures(),
                observed.routing(),
                observed.origins());
    }

    /** Something is being done to these containers, and to nothing else. */
    void busy(String... names) {
        Set<Resource> inFlight = new HashSet<>();
        for (String name : names) {
            inFlight.add(new Resource(
                    wanted.name(), Resource.Kind.CONTAINER, container(name).id()));
        }
        observed = new Observed(
                observed.containers(),
                observed.networks(),
                observed.volumes(),
                observed.ports(),
                Set.copyOf(inFlight),
                observed.failures(),
                observed.routing(),
                observed.origins());
    }

    /** With other containers than there are. */
    Observed seeing(Map<String, ObservedContainer> containers) {
        return with(containers, observed.networks());
    }

    private Observed with(Map<String, ObservedContainer> containers, Map<String, Boolean> networks) {
        return new Observed(
                Map.copyOf(containers),
                Map.copyOf(networks),
                observed.volumes(),
                observed.ports(),
                observed.inFlight(),
                observed.failures(),
                observed.routing(),
                observed.origins());
    }
}

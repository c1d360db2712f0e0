import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Plan;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Simulation;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.Declared;
import io.jcompose.orchestrator.plan.Removal;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.plan.rule.Rules;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans the projects of the first argument (files separated by commas are one project), and prints lines of a name and
 * the nanoseconds that it took: rounds as often as the second argument says, of the whole plan half as many. The third
 * argument keeps the whole plan going for so many seconds, for a profiler.
 */
final class Planning {
    private static final Planner PLANNER = new Planner(Rules.all());
    private static final long NOW = 1_000_000;
    private static final Observed EMPTY =
            new Observed(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of(), null);

    private Planning() {}

    public static void main(String[] arguments) throws Exception {
        SortedMap<String, WantedProject> projects = new TreeMap<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            WantedProject project = wanted(load(arguments[0], "bench" + i));
            projects.put(project.name(), project);
        }
        Wanted wanted = new Wanted(projects);
        int times = Integer.parseInt(arguments[2]);
        long until = System.nanoTime() + Long.parseLong(arguments[3]) * 1_000_000_000L;
        for (int i = 0; i < times || System.nanoTime() < until; i++) {
            Simulation whole = new Simulation(PLANNER, wanted, EMPTY, NOW);
            long begun = System.nanoTime();
            List<Action> actions = whole.run();
            print("whole", begun, actions.size());
            rounds(wanted, whole);
        }
    }

    private static void rounds(Wanted before, Simulation whole) {
        SortedMap<String, WantedProject> after = new TreeMap<>();
        before.projects().forEach((name, project) -> after.put(name, whole.wanted(name)));
        Wanted settled = new Wanted(after);
        Observed observed = whole.observed();
        round("first", before, EMPTY);
        round("idle", settled, observed);
        round("died", settled, withOneDead(observed));
    }

    private static void round(String name, Wanted wanted, Observed observed) {
        long begun = System.nanoTime();
        Plan plan = PLANNER.plan(wanted, observed, NOW + 100_000);
        print(name, begun, plan.actions().size());
    }

    private static void print(String name, long begun, int actions) {
        System.out.println(name + " " + (System.nanoTime() - begun) + " " + actions);
    }

    private static Observed withOneDead(Observed observed) {
        Map<String, ObservedContainer> containers = new HashMap<>(observed.containers());
        String id = containers.keySet().iterator().next();
        containers.computeIfPresent(id, (key, one) -> one.withLife(new Life.Exited(137, NOW + 90_000, 60_000)));
        return new Observed(
                Map.copyOf(containers),
                observed.networks(),
                observed.volumes(),
                observed.ports(),
                observed.inFlight(),
                observed.failures(),
                observed.routing());
    }

    private static Project load(String files, String name) throws Exception {
        return Loader.load(new LoadRequest(
                        List.of(files.split(",")),
                        Path.of("/"),
                        null,
                        name,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        () -> ""))
                .project();
    }

    private static WantedProject wanted(Project project) {
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
        return new WantedProject(
                project.name(),
                1,
                services,
                Declared.of(project, List.of()),
                Removal.of(false));
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageSummary;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.check.Selected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the images of a project's services, one after the other, those first that others build upon. */
final class ServiceBuilds {
    private final Session session;
    private final Project project;
    private final DaemonClient client;

    ServiceBuilds(Session session, Loaded loaded, DaemonClient client) {
        this.session = session;
        this.project = loaded.project();
        this.client = client;
    }

    /** Builds what is missing, or all when {@code always}, for the named services and their dependencies. */
    void beforeUp(List<String> services, boolean always, boolean quiet) throws DaemonException, UsageException {
        List<Service> candidates =
                built(Selected.of(project, services).services().values());
        if (candidates.isEmpty()) {
            return;
        }
        Set<String> there = references();
        List<Service> due = candidates.stream()
                .filter(service -> always || isDue(service) || !there.contains(tagged(service.image())))
                .toList();
        build(due, new BuildOptions(), quiet);
    }

    /** Builds what is missing, and those of {@code always}, for the named services and their dependencies. */
    void beforeWatch(List<String> services, Set<String> always, boolean quiet) throws DaemonException, UsageException {
        List<Service> candidates =
                built(Selected.of(project, services).services().values());
        Set<String> there = candidates.isEmpty() ? Set.of() : references();
        List<Service> due = candidates.stream()
                .filter(service ->
                        always.contains(service.name()) || isDue(service) || !there.contains(tagged(service.image())))
                .toList();
        build(due, new BuildOptions(), quiet);
    }

    /** Builds these services again, and shows it on {@code screen}. */
    void again(List<String> services, BuildScreen screen) throws DaemonException, UsageException {
        for (Service service : chosen(services, false)) {
            BuildOrder order = new ServiceBuild(session, project, service, new BuildOptions()).order();
            var unused = run(client, order, service.name(), screen);
        }
    }

    private Set<String> references() throws DaemonException {
        Set<String> there = new HashSet<>();
        for (ImageSummary image : client.images()) {
            there.addAll(image.references());
        }
        return there;
    }

    /** The policy {@code build} asks for it each time. */
    private static boolean isDue(Service service) {
        return service.further().text("pull_policy").filter("build"::equals).isPresent();
    }

    static String tagged(String image) {
        return image.indexOf(':', image.lastIndexOf('/') + 1) < 0 ? image + ":latest" : image;
    }

    /** The names of all images that were built. */
    List<String> all(List<String> services, boolean withDependencies, BuildOptions options)
            throws DaemonException, UsageException {
        List<Service> due = chosen(services, withDependencies);
        build(due, options, options.quiet());
        List<String> names = new ArrayList<>();
        for (Service service : due) {
            names.addAll(ServiceBuild.names(service));
        }
        return names;
    }

    /** What would be built. */
    List<BuildOrder> orders(List<String> services, boolean withDependencies, BuildOptions options)
            throws UsageException {
        List<BuildOrder> orders = new ArrayList<>();
        for (Service service : chosen(services, withDependencies)) {
            orders.add(new ServiceBuild(session, project, service, options).order());
        }
        return orders;
    }

    /** What would be built, as JSON. */
    String printed(List<String> services, boolean withDependencies, BuildOptions options) throws UsageException {
        List<Service> due = chosen(services, withDependencies);
        Map<Service, BuildOrder> orders = new LinkedHashMap<>();
        for (Service service : due) {
            orders.put(service, new ServiceBuild(session, project, service, options).order());
        }
        return JsonText.object(out -> {
            out.writeObjectFieldStart("target");
            for (Map.Entry<Service, BuildOrder> entry : orders.entrySet()) {
                BuildOrder order = entry.getValue();
                out.writeObjectFieldStart(entry.getKey().name());
                out.writeStringField("context", order.context());
                out.writeStringField("dockerfile", order.file());
                out.writeStringField("target", order.target());
                out.writeArrayFieldStart("tags");
                for (String name : order.names()) {
                    out.writeString(name);
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    private List<Service> chosen(List<String> services, boolean withDependencies) {
        if (services.isEmpty()) {
            return built(project.services().values());
        }
        return withDependencies
                ? built(Selected.of(project, services).services().values())
                : built(services.stream().map(project.services()::get).toList());
    }

    /** Those that have a build, and those that these take as contexts before them. */
    private List<Service> built(Collection<Service> services) {
        Set<Service> order = new LinkedHashSet<>();
        services.forEach(service -> add(service, order, new HashSet<>()));
        return List.copyOf(order);
    }

    private void add(Service service, Set<Service> order, Set<String> way) {
        if (service.further().at("build").isEmpty() || !way.add(service.name())) {
            return;
        }
        for (String other : ServiceBuild.usedServices(service)) {
            Optional.ofNullable(project.services().get(other)).ifPresent(used -> add(used, order, way));
        }
        order.add(service);
    }

    private void build(List<Service> services, BuildOptions options, boolean quiet)
            throws DaemonException, UsageException {
        if (session.dryRun()) {
            session.imagine(services.stream().map(Service::image).toList(), "Built");
            return;
        }
        for (Service service : services) {
            BuildOrder order = new ServiceBuild(session, project, service, options).order();
            try (BuildScreen screen = session.buildScreen(options.progress(), quiet)) {
                var unused = run(client, order, service.name(), screen);
            }
        }
    }

    /** Builds one image, and shows how: its id. */
    static String run(DaemonClient client, BuildOrder order, String subject, BuildScreen screen)
            throws DaemonException {
        return client.builds().build(order, step -> screen.show(subject, step));
    }
}

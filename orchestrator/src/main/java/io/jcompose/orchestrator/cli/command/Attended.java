package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an attached {@code up} looks after.
 *
 * @param services those it started
 * @param shown those whose logs it shows
 * @param containers names of the shown ones' containers, without the project, sorted
 */
record Attended(Set<String> services, Set<String> shown, List<String> containers) {

    static Attended of(Project project, UpRequest request, AttachedUp.Attachment attachment) throws UsageException {
        Set<String> services = request.asked().chosen().of(project.services());
        Set<String> shown = new TreeSet<>(services);
        if (!attachment.dependencies()) {
            shown.removeIf(name -> !request.asked().chosen().names(name));
        }
        mustExist(project, attachment.only());
        mustExist(project, attachment.without());
        if (attachment.exitCodeFrom() != null) {
            mustExist(project, List.of(attachment.exitCodeFrom()));
        }
        if (!attachment.only().isEmpty()) {
            shown.clear();
            shown.addAll(services);
            shown.retainAll(attachment.only());
        }
        attachment.without().forEach(shown::remove);
        List<String> containers = new ArrayList<>();
        for (String name : shown) {
            names(project.services().get(name), request, containers);
        }
        containers.sort(null);
        return new Attended(services, shown, List.copyOf(containers));
    }

    boolean has(String service) {
        return services.contains(service);
    }

    boolean shows(String service) {
        return shown.contains(service);
    }

    private static void names(
            @org.jspecify.annotations.Nullable Service service, UpRequest request, List<String> names) {
        if (service == null) {
            return;
        }
        if (service.containerName() != null) {
            names.add(service.containerName());
            return;
        }
        int count = request.asked().scale().getOrDefault(service.name(), service.replicas());
        for (int n = 1; n <= count; n++) {
            names.add(service.name() + "-" + n);
        }
    }

    private static void mustExist(Project project, List<String> services) throws UsageException {
        for (String service : services) {
            if (!project.services().containsKey(service)) {
                throw new UsageException("no such service: " + service);
            }
        }
    }
}

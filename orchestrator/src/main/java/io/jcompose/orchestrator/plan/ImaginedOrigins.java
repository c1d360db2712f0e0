package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Volume;
import io.jcompose.spec.change.Configuration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where networks and volumes come from while actions are imagined. */
final class ImaginedOrigins {
    private final Map<String, Origin> networks;
    private final Map<String, Origin> volumes;
    private final Map<String, Set<String>> users = new HashMap<>();
    private int made;

    ImaginedOrigins(Origins origins) {
        networks = new HashMap<>(origins.networks());
        volumes = new HashMap<>(origins.volumes());
        origins.users().forEach((volume, ids) -> users.put(volume, new HashSet<>(ids)));
    }

    Origins now() {
        return new Origins(Map.copyOf(networks), Map.copyOf(volumes), Map.copyOf(users));
    }

    void made(Action.EnsureNetwork ensure) {
        networks.computeIfAbsent(
                ensure.network().name(),
                name -> new Origin(ensure.project(), next(), false, Configuration.of(ensure.network())));
    }

    void made(Action.EnsureVolume ensure) {
        volumes.computeIfAbsent(ensure.volume().name(), name -> origin(ensure));
    }

    private Origin origin(Action.EnsureVolume ensure) {
        boolean guarded = WantedProject.guarded(ensure.volume());
        return new Origin(ensure.project(), next(), guarded, Configuration.of(ensure.volume()));
    }

    private String next() {
        made++;
        return "imagined " + made;
    }

    void removeNetwork(String name) {
        networks.remove(name);
    }

    void removeVolume(String name) {
        volumes.remove(name);
    }

    void removeUser(String id) {
        users.values().forEach(ids -> ids.remove(id));
    }

    /** A container with the named volumes of its service. */
    void uses(String id, WantedService service, WantedProject project) {
        for (Mount mount : service.spec().mounts()) {
            if (mount instanceof Mount.NamedVolume named && named.volume() != null) {
                Volume volume = project.volumes().get(named.volume());
                if (volume != null) {
                    users.computeIfAbsent(volume.name(), name -> new HashSet<>())
                            .add(id);
                }
            }
        }
    }
}

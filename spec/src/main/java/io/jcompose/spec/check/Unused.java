package io.jcompose.spec.check;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import io.jcompose.spec.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Leaves out what no service uses. */
public final class Unused {
    private Unused() {}

    /** The project with the networks, volumes, secrets and configs that some service uses. */
    public static Project dropped(Project project) {
        SortedMap<String, Network> networks = new TreeMap<>();
        SortedMap<String, Volume> volumes = new TreeMap<>();
        for (Service service : project.services().values()) {
            service.networks().keySet().forEach(key -> keep(key, project.networks(), networks));
            for (Mount mount : service.mounts()) {
                String key = mount instanceof Mount.NamedVolume named ? named.volume() : null;
                if (key != null) {
                    keep(key, project.volumes(), volumes);
                }
            }
        }
        return new Project(
                project.name(),
                project.workingDirectory(),
                project.files(),
                project.services(),
                Collections.unmodifiableSortedMap(networks),
                Collections.unmodifiableSortedMap(volumes),
                granted(project, "secrets", project.secrets()),
                granted(project, "configs", project.configs()),
                project.further());
    }

    private static SortedMap<String, FileObject> granted(
            Project project, String kind, SortedMap<String, FileObject> all) {
        SortedMap<String, FileObject> kept = new TreeMap<>();
        for (Service service : project.services().values()) {
            List<Value> grants = new ArrayList<>(service.further().items(kind));
            grants.addAll(service.further().items("build", kind));
            for (Value grant : grants) {
                if (grant instanceof Value.Fields fields) {
                    keep(fields.text("source"), all, kept);
                }
            }
        }
        return Collections.unmodifiableSortedMap(kept);
    }

    private static <T> void keep(String key, SortedMap<String, T> all, SortedMap<String, T> kept) {
        T value = all.get(key);
        if (value != null) {
            kept.put(key, value);
        }
    }
}

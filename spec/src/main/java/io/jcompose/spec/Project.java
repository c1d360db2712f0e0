package io.jcompose.spec;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A project as it is wanted: merged, interpolated, normalised, checked. Networks, volumes, secrets and configs
 * are the used ones only.
 *
 * @param name the project's name, {@code [a-z0-9][a-z0-9_-]*}
 * @param workingDirectory absolute path that relative paths of the files meant
 * @param files the files it was read from, absolute, in order; {@code -} for standard input
 * @param services the services whose profiles are active, by name
 * @param networks the networks that some service uses, by key
 * @param volumes the named volumes that some service uses, by key
 * @param secrets the secrets that some service is granted, by key
 * @param configs the configs that some service is granted, by key
 * @param further what nothing acts on yet
 */
public record Project(
        String name,
        String workingDirectory,
        List<String> files,
        SortedMap<String, Service> services,
        SortedMap<String, Network> networks,
        SortedMap<String, Volume> volumes,
        SortedMap<String, FileObject> secrets,
        SortedMap<String, FileObject> configs,
        Further further) {
    /** This project as it may travel and be stored: what the file gives as content comes beside it ({@link Contents}). */
    public Project withoutContents() {
        return new Project(
                name,
                workingDirectory,
                files,
                services,
                networks,
                volumes,
                withoutContents(secrets),
                withoutContents(configs),
                further);
    }

    private static SortedMap<String, FileObject> withoutContents(SortedMap<String, FileObject> objects) {
        SortedMap<String, FileObject> bare = new TreeMap<>();
        objects.forEach((key, object) -> bare.put(key, object.withoutContent()));
        return Collections.unmodifiableSortedMap(bare);
    }

    /** This project with other services. */
    public Project withServices(SortedMap<String, Service> others) {
        return new Project(name, workingDirectory, files, others, networks, volumes, secrets, configs, further);
    }
}

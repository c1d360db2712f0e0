package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Volume;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the files of a project say beside its services.
 *
 * @param workingDirectory where they lie
 * @param files those that it was read from
 * @param disabled services of the files that no active profile enables; they are no orphans
 * @param networks by key
 * @param volumes by key
 * @param granted secrets and configs
 */
public record Declared(
        String workingDirectory,
        List<String> files,
        SortedSet<String> disabled,
        SortedMap<String, Network> networks,
        SortedMap<String, Volume> volumes,
        Granted granted) {

    /** What a project declares, where these services of it are disabled. */
    public static Declared of(Project model, Collection<String> disabled) {
        return new Declared(
                model.workingDirectory(),
                model.files(),
                new TreeSet<>(disabled),
                model.networks(),
                model.volumes(),
                Granted.of(model));
    }

    /** Of a project of which nothing but these volumes is known. */
    static Declared only(SortedMap<String, Volume> volumes) {
        return new Declared("", List.of(), new TreeSet<>(), new TreeMap<>(), volumes, Granted.NONE);
    }

    Declared with(SortedMap<String, Network> otherNetworks, SortedMap<String, Volume> otherVolumes) {
        return new Declared(workingDirectory, files, disabled, otherNetworks, otherVolumes, granted);
    }

    Declared with(Granted other) {
        return new Declared(workingDirectory, files, disabled, networks, volumes, other);
    }
}

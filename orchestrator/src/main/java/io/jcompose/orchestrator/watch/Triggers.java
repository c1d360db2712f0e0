package io.jcompose.orchestrator.watch;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of all services that are watched.
 *
 * @param warnings sentences about those that were left out
 */
public record Triggers(List<Trigger> all, List<String> warnings) implements FileWatch.Interest {
    public Triggers {
        all = List.copyOf(all);
        warnings = List.copyOf(warnings);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public Set<Path> paths() {
        Set<Path> paths = new LinkedHashSet<>();
        all.forEach(trigger -> paths.add(trigger.path()));
        return paths;
    }

    @Override
    public boolean counts(Path path) {
        return all.stream().anyMatch(trigger -> trigger.place(path).isPresent());
    }

    @Override
    public boolean excludes(Path folder) {
        return all.stream()
                .allMatch(trigger ->
                        !folder.startsWith(trigger.path()) || trigger.filter().excludes(folder));
    }
}

package io.jcompose.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The environments of a project.
 *
 * @param project the project's name outside of them
 * @param directory of the project, absolute
 * @param files that the project is read from, as the loader takes them
 * @param all by their order
 */
public record Environments(String project, Path directory, List<String> files, List<Environment> all) {
    public Environments {
        List<Environment> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(Environment::order));
        all = List.copyOf(sorted);
        files = List.copyOf(files);
    }

    public Optional<Environment> find(String name) {
        return all.stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst();
    }

    /** Those that a release of {@code environment} may go to. */
    public List<Environment> after(Environment environment) {
        return all.stream().filter(other -> other.order() > environment.order()).toList();
    }

    public List<String> names() {
        return all.stream().map(Environment::name).toList();
    }
}

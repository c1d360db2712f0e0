package io.jcompose.spec;

import io.jcompose.spec.source.Span;
import java.util.List;
import java.util.SortedMap;

/**
 * A surrounding in which a project runs, as {@code x-environments} declares it.
 *
 * @param name as {@code dev}
 * @param order a release goes from a smaller number to a greater one
 * @param project the project's name there
 * @param files override files, relative to the project directory
 * @param envFiles files of variables, relative to the project directory
 * @param variables for interpolation, over the process environment
 * @param gates what must hold before a release comes in
 * @param place where it is declared
 */
public record Environment(
        String name,
        int order,
        String project,
        List<String> files,
        List<String> envFiles,
        SortedMap<String, String> variables,
        List<EnvironmentGate> gates,
        Span place) {
    public Environment {
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
        gates = List.copyOf(gates);
    }
}

package io.jcompose.spec;

import java.util.List;
import java.util.stream.Collectors;

/** All problems of a project's files, sorted by place. Thrown once, by {@link Loader}. */
public final class SpecException extends Exception {
    private final transient List<Problem> problems;

    public SpecException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}

package io.jcompose.spec;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All problems of a project's files, sorted by place. Thrown once, by {@code spec.text.Loader}. */
public final class SpecException extends Exception {
    private final transient List<Problem> problems;
    private final transient Map<String, String> texts;

    public SpecException(List<Problem> problems) {
        this(problems, Map.of());
    }

    /**
     * Problems and what they point into.
     *
     * @param texts what was read, by the file names of the problems' spans
     */
    public SpecException(List<Problem> problems, Map<String, String> texts) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
        this.texts = Map.copyOf(texts);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** What was read, by file name, for {@link ProblemRenderer}. */
    public Map<String, String> texts() {
        return texts;
    }
}

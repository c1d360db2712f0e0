package io.jcompose.runtime.build.context;

import io.jcompose.runtime.ContainerException;
import java.util.ArrayList;
import java.util.List;

/** The patterns of a {@code .dockerignore}, or of {@code --exclude}: the last that fits a path decides. */
public final class IgnorePatterns {
    public static final IgnorePatterns NONE = new IgnorePatterns(List.of());

    private static final int MOST = 10_000;

    private record Rule(PathPattern pattern, boolean exception) {}

    private final List<Rule> rules;
    private final boolean hasExceptions;

    private IgnorePatterns(List<Rule> rules) {
        this.rules = rules;
        this.hasExceptions = rules.stream().anyMatch(Rule::exception);
    }

    /** @param file its name, for messages */
    public static IgnorePatterns read(String file, String text) throws ContainerException {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        for (String line : (Iterable<String>) content.lines()::iterator) {
            number++;
            if (!line.startsWith("#")) {
                add(rules, line.strip(), file + ":" + number + ":1");
            }
        }
        return new IgnorePatterns(List.copyOf(rules));
    }

    /** @param place for messages */
    public static IgnorePatterns of(List<String> patterns, String place) throws ContainerException {
        List<Rule> rules = new ArrayList<>();
        for (String pattern : patterns) {
            add(rules, pattern.strip(), place);
        }
        return new IgnorePatterns(List.copyOf(rules));
    }

    private static void add(List<Rule> rules, String line, String place) throws ContainerException {
        boolean exception = line.startsWith("!");
        String pattern = RelativePath.cleaned(exception ? line.substring(1).strip() : line);
        if (line.isEmpty() || (pattern.isEmpty() && !exception)) {
            return;
        }
        if (pattern.isEmpty()) {
            throw new ContainerException(place + ": '!' stands before no pattern");
        }
        if (rules.size() == MOST) {
            throw new ContainerException(place + ": more than " + MOST + " patterns");
        }
        try {
            rules.add(new Rule(new PathPattern(pattern), exception));
        } catch (IllegalArgumentException e) {
            throw new ContainerException(place + ": " + e.getMessage(), e);
        }
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether something in an ignored directory may be wanted after all. */
    public boolean hasExceptions() {
        return hasExceptions;
    }

    /** Whether a path, relative to the root, is left out: by itself, or by a directory that it is in. */
    public boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.exception() == ignored && fits(rule.pattern(), path)) {
                ignored = !rule.exception();
            }
        }
        return ignored;
    }

    private static boolean fits(PathPattern pattern, String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (pattern.matches(path.substring(0, slash))) {
                return true;
            }
        }
        return pattern.matches(path);
    }
}

package io.jcompose.spec.phase;

import io.jcompose.spec.env.BadTemplate;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account of one composition: what variables, includes and extends add, as a small file must not fill the memory, and
 * whether something is missing.
 */
public final class Composition {
    /** What all substitutions of a project may add up to, in characters. */
    private static final long MOST_CHARACTERS = 16 << 20;
    /** Values that includes and extends may bring. */
    private static final long MOST_VALUES = 500_000;

    private static final long MOST_VARIABLES = 200_000;

    private static final int MOST_INCLUDES = 1_000;

    private final Map<List<String>, String> granted = new HashMap<>();
    private long characters;
    private long values;
    private long variables;
    private int includes;
    private boolean incomplete;

    /** Whether an include or a base is missing, so that problems found later may be its consequence. */
    public boolean isIncomplete() {
        return incomplete;
    }

    void lacks() {
        incomplete = true;
    }

    /** Notes what {@code variable} is to the secret or config at {@code path}, in the project that includes it first. */
    void granted(String path, String variable, String value) {
        granted.putIfAbsent(List.of(path, variable), value);
    }

    /** The value of a variable that only an included project's env files set, for a secret or config of that project. */
    public Optional<String> granted(String path, String variable) {
        return Optional.ofNullable(granted.get(List.of(path, variable)));
    }

    void substituted(String text) throws BadTemplate {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
            throw new BadTemplate(
                    "the variables of this project expand to more than " + MOST_CHARACTERS + " characters", null);
        }
    }

    /** Counts one more include; false, and a problem, when they are too many. */
    boolean include(Span span, String path, Problems problems) {
        includes++;
        if (includes > MOST_INCLUDES) {
            problems.error(span, path, "this project includes more than " + MOST_INCLUDES + " files");
        }
        return includes <= MOST_INCLUDES;
    }

    /** Counts the values of a tree that is laid under another one; false, and a problem, when they are too many. */
    boolean copy(Node tree, Span span, String path, Problems problems) {
        values += size(tree);
        if (values > MOST_VALUES) {
            problems.error(span, path, "includes and extends bring more than " + MOST_VALUES + " values");
        }
        return values <= MOST_VALUES;
    }

    /** Whether another env file is worth reading. */
    boolean hasRoomForVariables() {
        return variables <= MOST_VARIABLES;
    }

    /** Counts variables that an env file gives to a service; false, and a problem, when they are too many. */
    boolean variables(int more, Span span, String path, Problems problems) {
        variables += more;
        if (variables > MOST_VARIABLES) {
            problems.error(
                    span, path, "env files give more than " + MOST_VARIABLES + " variables to the services together");
        }
        return hasRoomForVariables();
    }

    private static long size(Node node) {
        if (node instanceof MapNode map) {
            return 1
                    + map.entries().values().stream()
                            .mapToLong(entry -> size(entry.value()))
                            .sum();
        }
        return node instanceof ListNode list
                ? 1 + list.items().stream().mapToLong(Composition::size).sum()
                : 1;
    }
}

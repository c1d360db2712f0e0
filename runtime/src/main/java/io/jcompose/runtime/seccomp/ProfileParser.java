package io.jcompose.runtime.seccomp;

import io.jcompose.runtime.seccomp.Circumstances.KernelVersion;
import io.jcompose.runtime.seccomp.SeccompRule.Action;
import io.jcompose.runtime.seccomp.SeccompRule.Comparison;
import io.jcompose.runtime.seccomp.SeccompRule.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the format that {@code default.profile} describes at its head. */
final class ProfileParser {
    private final Map<String, List<String>> machines = new LinkedHashMap<>();
    private final List<SeccompProfile.Conditional> rules = new ArrayList<>();
    private @Nullable Action otherwise;

    private ProfileParser() {}

    /** @throws IllegalArgumentException with the statement that cannot be read */
    static SeccompProfile parse(String text) {
        ProfileParser parser = new ProfileParser();
        for (String statement : statements(text)) {
            try {
                parser.statement(statement);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + statement + "': " + e.getMessage(), e);
            }
        }
        if (parser.otherwise == null) {
            throw new IllegalArgumentException("the profile has no default");
        }
        return new SeccompProfile(parser.otherwise, Map.copyOf(parser.machines), List.copyOf(parser.rules));
    }

    /** Lines without comments; an indented line belongs to the one before. */
    private static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        for (String line : text.split("\n")) {
            String content = line.replaceFirst("#.*", "").stripTrailing();
            if (content.startsWith(" ") && !statements.isEmpty()) {
                int last = statements.size() - 1;
                statements.set(last, statements.get(last) + " " + content.strip());
            } else if (!content.isEmpty()) {
                statements.add(content);
            }
        }
        return statements;
    }

    private void statement(String text) {
        String[] halves = text.split(":", 2);
        Deque<String> words = words(halves[0]);
        String first = next(words);
        if (first.equals("default")) {
            otherwise = action(next(words), words);
            return;
        }
        if (halves.length < 2) {
            throw new IllegalArgumentException("there is no colon");
        }
        List<String> names = List.copyOf(words(halves[1]));
        if (first.equals("machine")) {
            machines.put(next(words), names);
            return;
        }
        Action action = action(first, words);
        List<Predicate<Circumstances>> conditions = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        while (!words.isEmpty()) {
            condition(next(words), words, conditions, comparisons);
        }
        SeccompRule rule = new SeccompRule(action, names, List.copyOf(comparisons));
        rules.add(new SeccompProfile.Conditional(List.copyOf(conditions), rule));
    }

    private static Action action(String word, Deque<String> rest) {
        return switch (word) {
            case "allow" -> new Action.Allow();
            case "errno" -> new Action.Fail((int) number(next(rest)));
            default -> throw new IllegalArgumentException("'" + word + "' is no action");
        };
    }

    private static void condition(
            String word, Deque<String> rest, List<Predicate<Circumstances>> conditions, List<Comparison> comparisons) {
        String value = next(rest);
        switch (word) {
            case "with" -> conditions.add(now -> now.capabilities().contains(value));
            case "without" -> conditions.add(now -> !now.capabilities().contains(value));
            case "on" -> {
                Set<String> names = Set.of(value.split("\\|"));
                conditions.add(now -> names.contains(now.machine()));
            }
            case "not-on" -> {
                Set<String> names = Set.of(value.split("\\|"));
                conditions.add(now -> !names.contains(now.machine()));
            }
            case "since" -> {
                KernelVersion least = KernelVersion.parse(value);
                conditions.add(now -> now.kernel().compareTo(least) >= 0);
            }
            case "argument" -> comparisons.add(comparison((int) number(value), rest));
            default -> throw new IllegalArgumentException("'" + word + "' is no condition");
        }
    }

    private static Comparison comparison(int argument, Deque<String> rest) {
        if (argument < 0 || argument > 5) {
            throw new IllegalArgumentException("system calls have the arguments 0 to 5");
        }
        String operator = next(rest);
        return switch (operator) {
            case "=" -> new Comparison(argument, Operator.EQUAL, 0, number(next(rest)));
            case "<" -> new Comparison(argument, Operator.LESS, 0, number(next(rest)));
            case ">" -> new Comparison(argument, Operator.GREATER, 0, number(next(rest)));
            case "&" -> masked(argument, number(next(rest)), rest);
            default -> throw new IllegalArgumentException("'" + operator + "' is no comparison");
        };
    }

    private static Comparison masked(int argument, long mask, Deque<String> rest) {
        if (!next(rest).equals("=")) {
            throw new IllegalArgumentException("after a mask comes '='");
        }
        return new Comparison(argument, Operator.MASKED_EQUAL, mask, number(next(rest)));
    }

    private static long number(String word) {
        return Long.decode(word);
    }

    private static Deque<String> words(String text) {
        Deque<String> words = new ArrayDeque<>();
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static String next(Deque<String> words) {
        String word = words.poll();
        if (word == null) {
            throw new IllegalArgumentException("it ends too early");
        }
        return word;
    }
}

package io.jcompose.spec.explain;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A tree path taken apart: keys, and {@code [N]} for items. A key may hold dots, so a tree is needed to do that. */
record Tokens(List<String> keys) {
    /** The value at the end of {@code path}; keys with dots are found when the tree has them. */
    static Optional<Tokens> find(Node tree, String path) {
        return walk(tree, path, List.of()).map(Tokens::new);
    }

    private static Optional<List<String>> walk(Node at, String rest, List<String> before) {
        if (rest.isEmpty()) {
            return Optional.of(before);
        }
        if (at instanceof MapNode map) {
            String own = rest.startsWith(".") && !before.isEmpty() ? rest.substring(1) : rest;
            return map.entries().entrySet().stream()
                    .filter(entry -> leads(own, entry.getKey()))
                    .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
                    .flatMap(entry -> walk(
                            entry.getValue().value(),
                            own.substring(entry.getKey().length()),
                            longer(before, entry.getKey()))
                            .stream())
                    .findFirst();
        }
        int close = rest.indexOf(']');
        if (at instanceof ListNode list && rest.matches("\\[[0-9]{1,9}\\].*")) {
            int index = Integer.parseInt(rest.substring(1, close));
            return index >= list.items().size()
                    ? Optional.empty()
                    : walk(list.items().get(index), rest.substring(close + 1), longer(before, "[" + index + "]"));
        }
        return Optional.empty();
    }

    private static boolean leads(String path, String key) {
        return path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "[");
    }

    private static List<String> longer(List<String> keys, String key) {
        return Stream.concat(keys.stream(), Stream.of(key)).toList();
    }

    /** What somebody may have meant who wrote {@code path}: the nearest path that the tree has. */
    static Optional<String> nearest(MapNode tree, String path) {
        String good = "";
        Node at = tree;
        for (String key : path.replace("[", ".[").split("\\.", -1)) {
            Optional<Entry> entry = step(at, key);
            if (entry.isEmpty()) {
                return missing(tree, path, at, good, key);
            }
            good = joined(good, key);
            at = entry.get().value();
        }
        return Optional.empty();
    }

    private static String joined(String path, String key) {
        return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
    }

    private static Optional<String> missing(MapNode tree, String path, Node at, String good, String key) {
        if (at instanceof ListNode list) {
            String items = list.items().size() == 1 ? "1 item" : list.items().size() + " items";
            return Optional.of("`" + good + "` has " + items + ", counted from [0]");
        }
        if (!(at instanceof MapNode map)) {
            return Optional.of("`" + good + "` is " + at.noun());
        }
        List<String> known = List.copyOf(map.entries().keySet());
        String prefix = good.isEmpty() ? "" : good + ".";
        return Nearest.to(key, known)
                .map(near -> "did you mean `" + whole(tree, prefix + near, path, prefix + key) + "`?")
                .or(() -> Optional.of(listed(prefix, known)));
    }

    /** The corrected path with all that followed, when the tree has that. */
    private static String whole(MapNode tree, String corrected, String path, String wrong) {
        String longer = corrected + path.substring(Math.min(path.length(), wrong.length()));
        return find(tree, longer).isPresent() ? longer : corrected;
    }

    private static String listed(String prefix, List<String> known) {
        String shown = String.join("`, `", known.stream().limit(8).toList());
        String more = known.size() > 8 ? " and " + (known.size() - 8) + " more" : "";
        return (prefix.isEmpty() ? "there is" : "`" + prefix.substring(0, prefix.length() - 1) + "` has") + " `" + shown
                + "`" + more;
    }

    /** The value there in another tree. */
    Optional<Entry> in(Node tree) {
        Optional<Entry> at = Optional.of(new Entry(tree.span(), tree));
        for (String key : keys) {
            at = at.flatMap(entry -> step(entry.value(), key));
        }
        return at;
    }

    /** The single value that the way there ends at too early: a short form that says what lies below. */
    Optional<ScalarNode> shortForm(Node tree) {
        Node at = tree;
        for (String key : keys) {
            if (at instanceof ScalarNode scalar) {
                return Optional.of(scalar).filter(found -> !found.isNull());
            }
            Optional<Entry> next = step(at, key);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get().value();
        }
        return Optional.empty();
    }

    /** Up to the first item of a list. */
    Tokens item() {
        return new Tokens(keys.subList(0, firstItem() + 1));
    }

    /** From that item on. */
    Tokens belowItem() {
        return new Tokens(keys.subList(firstItem() + 1, keys.size()));
    }

    private int firstItem() {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).startsWith("[")) {
                return i;
            }
        }
        return keys.size() - 1;
    }

    private static Optional<Entry> step(Node node, String key) {
        if (node instanceof MapNode map) {
            return Optional.ofNullable(map.entries().get(key));
        }
        if (node instanceof ListNode list && key.startsWith("[")) {
            int index = Integer.parseInt(key.substring(1, key.length() - 1));
            return index < list.items().size()
                    ? Optional.of(new Entry(
                            list.items().get(index).span(), list.items().get(index)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    boolean hasItem() {
        return keys.stream().anyMatch(key -> key.startsWith("["));
    }

    boolean startsWith(String... first) {
        return keys.size() >= first.length && keys.subList(0, first.length).equals(List.of(first));
    }

    /** The service that it leads into. */
    Optional<String> service() {
        return keys.size() >= 2 && keys.get(0).equals("services") ? Optional.of(keys.get(1)) : Optional.empty();
    }

    /** The same place in another service. */
    Tokens inService(String other) {
        List<String> changed = new ArrayList<>(keys);
        changed.set(1, other);
        return new Tokens(changed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(text.length() == 0 || key.startsWith("[") ? "" : ".")
                .append(key));
        return text.toString();
    }
}

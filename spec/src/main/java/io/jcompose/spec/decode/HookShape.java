package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Optional;

/** Commands that run before or after something (compose-spec, lifecycle hooks). */
final class HookShape {
    private static final Form PRIVILEGED = Forms.FLAG.unless(Value.of(false));

    /** A list, or a line that is split into words; both may be empty. */
    private static final Form COMMAND = (node, place) -> node instanceof ScalarNode
            ? Forms.text(text -> text)
                    .read(node, place)
                    .flatMap(line -> place.read(node.span(), ((Value.Text) line).text(), ShellWords::split))
                    .map(words ->
                            new Value.Items(words.stream().<Value>map(Value::of).toList()))
            : Forms.TEXTS.read(node, place).or(() -> Optional.of(new Value.Items(List.of())));

    /** Of {@code develop.watch}, where whoever watches refuses {@code privileged}. */
    static final Form ONE = form(shape(kept("privileged", PRIVILEGED)));

    static final Shape HOOK = shape(later("privileged", PRIVILEGED));

    /** {@code post_start} and {@code pre_stop}. */
    static final Form HOOKS = Forms.list(form(HOOK));

    /** One that runs in a container of its own. */
    static final Shape BEFORE = Shape.of(
            "a hook",
            "",
            kept("command", COMMAND),
            user(),
            later("privileged", PRIVILEGED),
            dir(),
            environment(),
            kept("image", Forms.text(Names::image)),
            kept("per_replica", Forms.FLAG.unless(Value.of(false))));

    static final Form PRE_START = Forms.list(Forms.fields(BEFORE));

    private HookShape() {}

    private static Shape shape(Attribute privileged) {
        return Shape.of("a hook", "", needed("command", COMMAND), user(), privileged, dir(), environment());
    }

    /** A hook whose command is null says so as one whose command is empty does. */
    private static Form form(Shape shape) {
        return (node, place) -> Forms.fields(shape).read(withCommand(node), place);
    }

    private static Node withCommand(Node node) {
        return node instanceof MapNode map
                ? map.get("command")
                        .filter(Node::isNull)
                        .<Node>map(nothing -> map.with("command", new ListNode(nothing.span(), List.of())))
                        .orElse(map)
                : node;
    }

    private static Attribute user() {
        return kept("user", Forms.TEXT);
    }

    private static Attribute dir() {
        return kept("working_dir", Forms.TEXT);
    }

    private static Attribute environment() {
        return kept("environment", Forms.TEXTS_BY_KEY);
    }
}

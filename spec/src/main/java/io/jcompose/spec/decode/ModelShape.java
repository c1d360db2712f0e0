package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node.ListNode;
import java.util.Map;
import java.util.Optional;

/** Models for a model runner, and services that another program provides. */
final class ModelShape {
    private static final Form GRANT = Forms.fields(
            Shape.of("a service's model", "", kept("endpoint_var", Forms.TEXT), kept("model_var", Forms.TEXT)));

    /** By name; a list became a mapping when files were merged. */
    static final Form GRANTS =
            Forms.named((node, place) -> node.isNull() ? Optional.of(Value.of(Map.of())) : GRANT.read(node, place));

    static final Form MODELS = Forms.named(Forms.fields(Shape.of(
            "a model",
            "",
            kept("name", Forms.TEXT),
            needed("model", Forms.TEXT),
            kept("context_size", Forms.integer(0, Integer.MAX_VALUE)),
            kept("runtime_flags", Forms.TEXTS))));

    /** An option of a provider: a single value, or several. */
    private static final Form OPTION = (node, place) -> {
        Form single = Forms.scalar(Value::of);
        return node instanceof ListNode ? Forms.list(single).read(node, place) : single.read(node, place);
    };

    static final Form PROVIDER =
            Forms.fields(Shape.of("a provider", "", needed("type", Forms.TEXT), kept("options", Forms.named(OPTION))));

    private ModelShape() {}
}

package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;
import java.util.Set;

/** The attributes of {@code develop} (compose-spec, develop). */
final class DevelopShape {
    private static final Set<String> WITHOUT_TARGET = Set.of("rebuild", "restart");

    static final Shape TRIGGER = Shape.of(
            "a watch",
            "",
            needed("path", Forms.TEXT),
            needed("action", Forms.oneOf("rebuild", "restart", "sync", "sync+restart", "sync+exec")),
            kept("target", Forms.TEXT),
            kept("ignore", Forms.TEXT_OR_TEXTS),
            kept("include", Forms.TEXT_OR_TEXTS),
            kept("exec", HookShape.ONE),
            kept("initial_sync", Forms.FLAG.unless(Value.of(false))));

    static final Form FORM = Forms.someFields(Shape.of(
            "develop", "", kept("watch", Forms.list(Forms.fields(TRIGGER).checked(DevelopShape::target)))));

    private DevelopShape() {}

    private static void target(Value watch) throws Malformed {
        if (watch instanceof Value.Fields fields
                && !WITHOUT_TARGET.contains(fields.text("action"))
                && !fields.has("target")) {
            throw new Malformed(
                    "`target` is required for the action `" + fields.text("action") + "`",
                    "the path in the container to copy to");
        }
    }
}

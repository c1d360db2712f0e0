package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;

/** Resource limits of processes by name: a number for both, or {@code soft} and {@code hard}; -1 is without limit. */
final class UlimitForm {
    private static final Form LIMIT = Forms.integer(-1, Long.MAX_VALUE);
    private static final Form PAIR =
            Forms.fields(Shape.of("a ulimit", "", needed("soft", LIMIT), needed("hard", LIMIT)));

    /** Two equal limits are one number. */
    static final Form ULIMITS = Forms.named(Forms.either(
            LIMIT,
            (node, place) ->
                    PAIR.completed(UlimitForm::ordered).read(node, place).map(UlimitForm::shortest)));

    private UlimitForm() {}

    private static Value.Fields ordered(Value.Fields pair) throws Malformed {
        if (pair.values().get("soft") instanceof Value.Decimal soft
                && pair.values().get("hard") instanceof Value.Decimal hard
                && hard.number().signum() >= 0
                && (soft.number().signum() < 0 || soft.number().compareTo(hard.number()) > 0)) {
            throw new Malformed("the soft limit is above the hard one");
        }
        return pair;
    }

    private static Value shortest(Value pair) {
        if (pair instanceof Value.Fields fields) {
            Value soft = fields.values().get("soft");
            return soft != null && soft.equals(fields.values().get("hard")) ? soft : pair;
        }
        return pair;
    }
}

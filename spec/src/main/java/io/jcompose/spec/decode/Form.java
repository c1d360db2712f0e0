package io.jcompose.spec.decode;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import java.util.Optional;

/**
 * The form of an attribute that has no record of its own: how it is written, and its canonical value. A value that the
 * form gave is read by the form to the same value. {@link Forms} has the common ones.
 */
interface Form {
    /** A rule about a value that was read. */
    interface Rule {
        void check(Value value) throws Malformed;
    }

    /** A rule about a mapping that was read, which may write out what it leaves to be understood. */
    interface Completion {
        Value.Fields complete(Value.Fields fields) throws Malformed;
    }

    /** The canonical value; empty when the value says nothing, or is wrong and was reported. */
    Optional<Value> read(Node node, Place place);

    /** With one more rule. */
    default Form checked(Rule rule) {
        return (node, place) -> read(node, place)
                .flatMap(value -> place.read(node.span(), "", none -> {
                    rule.check(value);
                    return value;
                }));
    }

    /** For forms of mappings. */
    default Form completed(Completion completion) {
        return (node, place) -> read(node, place)
                .flatMap(value -> value instanceof Value.Fields fields
                        ? place.read(node.span(), "", none -> completion.complete(fields))
                        : Optional.of(value));
    }

    /** A value that says no more than the attribute's absence is as good as absent. */
    default Form unless(Value usual) {
        return (node, place) -> read(node, place).filter(value -> !value.equals(usual));
    }
}

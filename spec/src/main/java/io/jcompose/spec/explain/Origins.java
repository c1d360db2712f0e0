package io.jcompose.spec.explain;

import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.env.VariableUse.Form;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.source.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sentences on where variables have their values from. */
final class Origins {
    private static final String PROJECT = "COMPOSE_PROJECT_NAME";

    private Origins() {}

    /** One for each variable that {@code written} names. */
    static List<String> of(String written, Variables variables) {
        Set<String> sentences = new LinkedHashSet<>();
        VariableUse.in(written).forEach(use -> sentences.add(sentence(use, variables)));
        return List.copyOf(sentences);
    }

    private static String sentence(VariableUse use, Variables variables) {
        String name = use.name();
        if (name.equals(PROJECT)) {
            return name + " is the name of the project";
        }
        Optional<String> value = variables.get(name);
        if (value.isEmpty()) {
            return name + " is not set: "
                    + switch (use.form()) {
                        case DEFAULT -> "the default \"" + use.argument() + "\" counts";
                        case ALTERNATE -> "the alternate value does not count";
                        case PLAIN, REQUIRED -> "it becomes empty";
                    };
        }
        String alternate = use.form() == Form.ALTERNATE ? ", so that \"" + use.argument() + "\" counts" : "";
        return name + " is \"" + value.get() + "\", from " + place(name, variables) + alternate;
    }

    static String place(String name, Variables variables) {
        return variables.place(name).map(Span::toString).orElse("the environment");
    }
}

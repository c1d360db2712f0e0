package io.jcompose.spec.explain;

import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.env.VariableUse.Form;
import io.jcompose.spec.source.Span;
import java.util.List;

/** One variable of a project's files, with each place that names it, in the order of the files. */
public record UsedVariable(String name, List<Place> places) {
    /**
     * @param span the text that names the variable
     * @param path its tree path in its file
     */
    public record Place(Span span, String path, VariableUse use) {}

    /** Whether some place refuses to do without it. */
    public boolean required() {
        return places.stream().anyMatch(place -> place.use().form() == Form.REQUIRED);
    }

    /** The first default that a place gives, as written, or empty. */
    public String defaultValue() {
        return argument(Form.DEFAULT);
    }

    /** The first alternate value that a place gives, as written, or empty. */
    public String alternateValue() {
        return argument(Form.ALTERNATE);
    }

    private String argument(Form form) {
        return places.stream()
                .map(Place::use)
                .filter(use -> use.form() == form)
                .map(VariableUse::argument)
                .findFirst()
                .orElse("");
    }
}

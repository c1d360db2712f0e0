package io.jcompose.spec.lint;

import io.jcompose.spec.env.VariableUse.Form;
import io.jcompose.spec.explain.UsedVariable;

/** A variable without value and without default becomes an empty text. */
final class UnsetVariable implements Rule {
    private static final About ABOUT = new About(
            "unset-variable",
            Level.WARNING,
            "variables that are not set",
            "an empty text takes the place of the variable, often in the middle of an image name or a path");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (UsedVariable variable : subject.raw().used().values()) {
            for (UsedVariable.Place place : variable.places()) {
                if (place.use().form() == Form.PLAIN && isWarned(variable.name(), place, subject)) {
                    report.find(
                            place.span(),
                            place.path(),
                            "variable " + variable.name() + " is not set and has no default",
                            "set it in .env, or write ${" + variable.name() + ":-DEFAULT} or ${" + variable.name()
                                    + ":?REASON}");
                }
            }
        }
    }

    /** The loader alone knows which variables an included file sees. */
    private static boolean isWarned(String name, UsedVariable.Place place, Subject subject) {
        return subject.loaded().warnings().stream()
                .anyMatch(warning -> place.span().equals(warning.span())
                        && warning.message().contains("\"" + name + "\" variable is not set"));
    }
}

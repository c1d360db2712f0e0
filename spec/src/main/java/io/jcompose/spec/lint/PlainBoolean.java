package io.jcompose.spec.lint;

import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A word that half of all YAML readers take for a boolean. */
final class PlainBoolean implements Rule {
    private static final About ABOUT = new About(
            "plain-boolean",
            Level.WARNING,
            "unquoted yes, no, on, off",
            "readers of YAML 1.1 make true or false of the word, and the container sees another text");

    @Override
    public About about() {
        return ABOUT;
    }

    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off");

    @Override
    public void check(Subject subject, Report report) {
        subject.eachWritten((path, service) -> {
            for (String key : List.of("environment", "labels")) {
                Assignment.of(service, path, key).forEach(assignment -> look(subject, assignment, report));
            }
            Assignment.of(service.map("build"), path + ".build", "args")
                    .forEach(assignment -> look(subject, assignment, report));
            service.get("restart", ScalarNode.class)
                    .map(restart ->
                            new Assignment("restart", restart.text(), true, restart.span(), path + ".restart", false))
                    .ifPresent(assignment -> look(subject, assignment, report));
        });
    }

    private static void look(Subject subject, Assignment assignment, Report report) {
        boolean word = WORDS.contains(assignment.value().toLowerCase(Locale.ROOT));
        if (word && !assignment.inList() && subject.isPlain(assignment.span())) {
            report.find(
                    assignment.span(),
                    assignment.path(),
                    "`" + assignment.value() + "` without quotes is a boolean to readers of YAML 1.1",
                    "write \"" + assignment.value() + "\"");
        }
    }
}

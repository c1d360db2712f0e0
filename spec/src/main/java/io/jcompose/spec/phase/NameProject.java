package io.jcompose.spec.phase;

import io.jcompose.spec.ProjectName;
import io.jcompose.spec.env.BadTemplate;
import io.jcompose.spec.env.Template;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the project's name: {@code -p}, COMPOSE_PROJECT_NAME, the last {@code name:}, the directory's name. */
final class NameProject implements Phase {
    private static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    @Override
    public Draft apply(Draft draft, Setting setting) {
        return new Draft(draft.documents(), name(draft, setting), draft.disabled());
    }

    private static String name(Draft draft, Setting setting) {
        draft.documents().forEach(document -> mustBeText(document.tree(), setting));
        Optional<String> given = Optional.ofNullable(setting.givenName())
                .or(() -> setting.variable(VARIABLE))
                .filter(name -> !name.isEmpty());
        if (given.isPresent()) {
            ProjectName.fault(given.get(), place(setting))
                    .ifPresent(fault ->
                            setting.problems().error(fault.span(), fault.path(), fault.message(), fault.hint()));
            return orPlaceholder(ProjectName.normalised(given.get()));
        }
        String name = ProjectName.normalised(written(draft, setting).orElseGet(() -> baseName(setting.directory())));
        if (name.isEmpty()) {
            setting.problems().error(null, "name", "project name must not be empty", "give one with -p or `name:`");
        }
        return orPlaceholder(name);
    }

    /** Of the variable, when a file set it. */
    private static @Nullable Span place(Setting setting) {
        return setting.givenName() == null ? setting.variables().place(VARIABLE).orElse(null) : null;
    }

    /** What follows from a bad name is not worth a complaint of its own. */
    private static String orPlaceholder(String name) {
        return name.isEmpty() ? "project" : name;
    }

    /** The root directory has none. */
    private static String baseName(Path directory) {
        Path name = directory.getFileName();
        return name == null ? "" : name.toString();
    }

    /** Also of a name that another one replaces. */
    private static void mustBeText(MapNode document, Setting setting) {
        document.get("name")
                .filter(name -> !(name instanceof ScalarNode scalar && scalar.kind() == Kind.STRING))
                .ifPresent(name -> setting.problems()
                        .error(
                                name.span(),
                                "name",
                                name.isNull() ? "`name` has no value" : "`name` must be a string, not " + name.noun(),
                                name.isNull() ? "give it one, or remove `name`" : "quote it, or remove it"));
    }

    private static Optional<String> written(Draft draft, Setting setting) {
        return draft.documents().stream()
                .flatMap(document -> document.tree().get("name").stream())
                .filter(ScalarNode.class::isInstance)
                .map(node -> substituted(((ScalarNode) node).text(), setting))
                .filter(name -> !name.isEmpty())
                .reduce((earlier, later) -> later);
    }

    /** Phase Interpolate reports what is wrong with the text. */
    private static String substituted(String text, Setting setting) {
        try {
            return Template.substitute(text, setting::variable, name -> {});
        } catch (BadTemplate e) {
            return text;
        }
    }
}

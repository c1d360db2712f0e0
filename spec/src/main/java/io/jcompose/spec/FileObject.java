package io.jcompose.spec;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A secret or a config: content that services are granted as a file (compose-spec, 08-configs and 09-secrets). One of
 * {@code file}, {@code environment} and {@code content} is set, unless it is external.
 *
 * @param name the real name: {@code PROJECT_KEY} unless the file gives one
 * @param external whether it is kept by the daemon, under {@code name}
 * @param file absolute path of the host
 * @param environment name of the variable that holds the content
 * @param content the content itself; configs only
 * @param labels metadata
 */
public record FileObject(
        String name,
        boolean external,
        @Nullable String file,
        @Nullable String environment,
        @Nullable String content,
        SortedMap<String, String> labels,
        Further further) {
    /** The same as it may be stored: content that the file gives is left out, though it is still told that it does. */
    public FileObject withoutContent() {
        return content == null ? this : new FileObject(name, external, file, environment, "", labels, further);
    }
}

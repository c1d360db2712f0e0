package io.jcompose.spec;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A secret or a config: content that services are granted as a file (compose-spec, 08-configs and 09-secrets). One of
 * {@code file}, {@code environment} and {@code content} is set, unless it is external.
 *
 * @param name the real name: {@code PROJECT_KEY} unless the file gives one
 * @param external whether it is kept elsewhere, by a cluster
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
        Further further) {}

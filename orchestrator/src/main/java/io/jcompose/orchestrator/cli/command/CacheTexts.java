package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.BuildCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What people write of caches of other hosts. */
final class CacheTexts {
    private CacheTexts() {}

    /** With absolute directories, as the daemon wants them. */
    static BuildCaches in(Path directory, List<String> from, List<String> to) {
        return new BuildCaches(
                from.stream().map(text -> absolute(directory, text)).toList(),
                to.stream().map(text -> absolute(directory, text)).toList());
    }

    private static String absolute(Path directory, String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(equals, 0));
            boolean path = name.equals("src") || name.equals("dest");
            parts.add(
                    path
                            ? name + "="
                                    + directory
                                            .resolve(part.substring(equals + 1))
                                            .normalize()
                            : part);
        }
        return String.join(",", parts);
    }

    /** The images that registries are asked for. */
    static List<String> references(BuildCaches caches) {
        List<String> references = new ArrayList<>();
        Stream.concat(caches.from().stream(), caches.to().stream()).forEach(text -> {
            if (!text.contains("=")) {
                references.add(text);
            }
            for (String part : text.split(",", -1)) {
                if (part.startsWith("ref=")) {
                    references.add(part.substring("ref=".length()));
                }
            }
        });
        return references;
    }
}

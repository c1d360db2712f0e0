package io.jcompose.spec.grant;

import io.jcompose.spec.Contents;
import io.jcompose.spec.FileObject;
import io.jcompose.spec.input.PlainFiles;
import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of one secret or config.
 *
 * @param path tree path of the object, for problems
 */
record Content(String path, SourceMap sources, Problems problems) {
    Optional<byte[]> read(FileObject object, Function<String, Optional<String>> variables) {
        if (object.content() != null) {
            return bounded("content", "it", bytes(object.content()));
        }
        String variable = object.environment();
        if (variable != null) {
            Optional<String> value = variables.apply(variable);
            return value.isPresent()
                    ? bounded("environment", "the variable " + variable, bytes(value.get()))
                    : missing("environment", "the variable " + variable + " is not set", "set it, or use `file`");
        }
        return object.file() == null ? Optional.empty() : ofFile(object.file());
    }

    private Optional<byte[]> ofFile(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.exists(path)) {
                return missing("file", "there is no file " + file, "create it before `up`");
            }
            if (!PlainFiles.is(path)) {
                return missing("file", file + " is not a regular file", null);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return bounded("file", file, in.readNBytes(Contents.LARGEST + 1));
            }
        } catch (AccessDeniedException e) {
            return missing("file", "no permission to read " + file, null);
        } catch (IOException | InvalidPathException e) {
            return missing("file", "cannot read " + file + ": " + e.getMessage(), null);
        }
    }

    private Optional<byte[]> bounded(String attribute, String what, byte[] content) {
        return content.length <= Contents.LARGEST
                ? Optional.of(content)
                : missing(attribute, what + " is larger than " + (Contents.LARGEST >> 10) + " KiB", null);
    }

    private Optional<byte[]> missing(String attribute, String why, @Nullable String hint) {
        String where = path + "." + attribute;
        problems.unsupported(sources.at(where).orElse(null), where, why, hint);
        return Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

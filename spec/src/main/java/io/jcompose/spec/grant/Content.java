package io.jcompose.spec.grant;

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of one secret or config.
 *
 * @param path tree path of the object, for problems
 */
record Content(String path, SourceMap sources, Problems problems) {
    /** Largest file in bytes. */
    private static final int LARGEST = 16 << 20;

    Optional<String> digest(FileObject object, Function<String, Optional<String>> variables) {
        if (object.content() != null) {
            return Optional.of(digest(bytes(object.content())));
        }
        String variable = object.environment();
        if (variable != null) {
            Optional<String> value = variables.apply(variable);
            return value.isPresent()
                    ? Optional.of(digest(bytes(value.get())))
                    : missing("environment", "the variable " + variable + " is not set", "set it, or use `file`");
        }
        return object.file() == null ? Optional.empty() : ofFile(object.file());
    }

    private Optional<String> ofFile(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.exists(path)) {
                return missing("file", "there is no file " + file, "create it before `up`");
            }
            if (!PlainFiles.is(path)) {
                return missing("file", file + " is not a regular file", null);
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] content = in.readNBytes(LARGEST + 1);
                return content.length <= LARGEST
                        ? Optional.of(digest(content))
                        : missing("file", file + " is larger than " + (LARGEST >> 20) + " MiB", null);
            }
        } catch (AccessDeniedException e) {
            return missing("file", "no permission to read " + file, null);
        } catch (IOException | InvalidPathException e) {
            return missing("file", "cannot read " + file + ": " + e.getMessage(), null);
        }
    }

    private Optional<String> missing(String attribute, String why, @Nullable String hint) {
        String where = path + "." + attribute;
        problems.unsupported(sources.at(where).orElse(null), where, why, hint);
        return Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.jcompose.orchestrator.watch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths as texts in UTF-8, whatever the caller's locale is: in that of C a {@code Path} turns all but ASCII into question
 * marks, and only its URI still has the bytes of the name.
 */
final class PathText {
    private static final boolean PLAIN = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private PathText() {}

    static String of(Path path) {
        return PLAIN ? path.toString() : ofBytes(path);
    }

    /** {@code changed} relative to {@code base}, both absolute. */
    static String below(Path base, Path changed) {
        return of(base.relativize(changed));
    }

    static String ofBytes(Path path) {
        Path absolute = Path.of("/").resolve(path);
        String decoded = decoded(absolute.toUri().getRawPath());
        // An URI of a directory ends with a slash.
        String text =
                decoded.length() > 1 && decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
        return path.isAbsolute() ? text : text.substring(1);
    }

    private static String decoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

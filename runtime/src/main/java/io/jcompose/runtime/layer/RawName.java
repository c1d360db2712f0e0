package io.jcompose.runtime.layer;

import java.nio.file.Path;

/** The bytes of a path as the kernel has them: Path.toString loses those that the locale does not know. */
final class RawName {
    private static final Path SLASH = Path.of("/");

    private RawName() {}

    /** One char for each byte, as ISO 8859-1 does it. */
    static String of(Path path) {
        if (path.equals(SLASH)) {
            return "/";
        }
        // The raw path of a URI has every byte that is not plain as %XX (sun.nio.fs.UnixUriUtils), and a slash behind
        // it
        // when there happens to be a directory of this name.
        String absolute = decode(SLASH.resolve(path).toUri().getRawPath());
        int end = absolute.endsWith("/") ? absolute.length() - 1 : absolute.length();
        return absolute.substring(path.isAbsolute() ? 0 : 1, end);
    }

    private static String decode(String raw) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.append((char) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.append(raw.charAt(i));
            }
        }
        return bytes.toString();
    }
}

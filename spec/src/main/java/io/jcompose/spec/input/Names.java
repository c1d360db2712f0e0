package io.jcompose.spec.input;

import java.nio.file.Path;

/** How a file that the user did not name is shown: relative where that is short. */
final class Names {
    private Names() {}

    static String shown(Path directory, Path file) {
        String relative = directory.relativize(file).toString();
        if (relative.isEmpty()) {
            return ".";
        }
        return relative.startsWith("../..") ? file.toString() : relative;
    }
}

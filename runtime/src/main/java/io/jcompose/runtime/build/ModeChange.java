package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code --chmod}: octal, or symbolic as in chmod(1): {@code u=rwX,go-w}. */
record ModeChange(String text) {
    private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxX]*)");

    void check() throws ContainerException {
        if (text.matches("[0-7]{1,5}")) {
            return;
        }
        for (String clause : text.split(",", -1)) {
            if (!CLAUSE.matcher(clause).matches()) {
                throw new ContainerException(
                        "'" + text + "' is no mode: it is octal, as 755, or symbolic, as u=rwX,go=rX");
            }
        }
    }

    /** The permission bits of something that had {@code mode}. */
    int applied(int mode, boolean folder) {
        if (text.matches("[0-7]{1,5}")) {
            return Integer.parseInt(text, 8) & 07777;
        }
        int result = mode;
        for (String clause : text.split(",", -1)) {
            Matcher matcher = CLAUSE.matcher(clause);
            if (matcher.matches()) {
                result = applied(result, folder, matcher);
            }
        }
        return result;
    }

    private static int applied(int mode, boolean folder, Matcher clause) {
        String who = clause.group(1).isEmpty() ? "a" : clause.group(1);
        boolean executable = folder || (mode & 0111) != 0;
        int bits = 0;
        for (char right : clause.group(3).toCharArray()) {
            bits |= switch (right) {
                case 'r' -> 4;
                case 'w' -> 2;
                case 'x' -> 1;
                default -> executable ? 1 : 0;
            };
        }
        int result = mode;
        int shift = 6;
        for (char role : new char[] {'u', 'g', 'o'}) {
            if (who.indexOf(role) >= 0 || who.indexOf('a') >= 0) {
                result = switch (clause.group(2)) {
                    case "+" -> result | (bits << shift);
                    case "-" -> result & ~(bits << shift);
                    default -> (result & ~(7 << shift)) | (bits << shift);
                };
            }
            shift -= 3;
        }
        return result;
    }
}

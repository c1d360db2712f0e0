package io.jcompose.spec.grant;

import io.jcompose.spec.Value;
import org.jspecify.annotations.Nullable;

/**
 * A file that a service is granted.
 *
 * @param kind {@code secrets} or {@code configs}
 * @param source key of the secret or config
 * @param target absolute path in the container
 * @param mode 12 bits
 * @param digest of its content; null while that is not known
 */
public record Grant(
        String kind,
        String source,
        String target,
        int uid,
        int gid,
        int mode,
        @Nullable String digest) {
    private static final int READABLE = 0444;
    private static final int OCTAL = 8;

    static Grant of(String kind, Value.Fields fields) {
        String digest = fields.text(Grants.DIGEST);
        return new Grant(
                kind,
                fields.text("source"),
                fields.text("target"),
                number(fields, "uid", 10, 0),
                number(fields, "gid", 10, 0),
                number(fields, "mode", OCTAL, READABLE),
                digest.isEmpty() ? null : digest);
    }

    private static int number(Value.Fields fields, String name, int radix, int otherwise) {
        return fields.has(name) ? Integer.parseInt(fields.text(name), radix) : otherwise;
    }

    /** As people call it: {@code config nginx.conf}. */
    public String text() {
        return kind.substring(0, kind.length() - 1) + " " + source;
    }
}

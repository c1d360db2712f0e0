package io.jcompose.spec.decode;

import io.jcompose.spec.Value;
import java.util.Map;
import java.util.TreeMap;

/** The short form of devices: {@code HOST[:CONTAINER[:rwm]]}, or a CDI name as {@code vendor.com/gpu=0}. */
final class DeviceSyntax {
    private static final String CDI = "[A-Za-z][A-Za-z0-9_.-]*/[A-Za-z][A-Za-z0-9_.-]*=[A-Za-z0-9_.:-]+";
    private static final String FORM = "write HOST[:CONTAINER[:rwm]], as in /dev/ttyUSB0:/dev/tty0:rw";

    private DeviceSyntax() {}

    static Value.Fields value(String text) throws Malformed {
        if (text.matches(CDI)) {
            return completed(fields(text));
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw new Malformed(
                    "confusing device mapping, please use long syntax: `" + text + "`",
                    "a mapping with source, target and permissions");
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new Malformed("not a device: `" + text + "`", FORM);
            }
        }
        Value.Fields device = fields(parts[0]);
        if (parts.length == 2 && parts[1].matches("[rwm]{1,3}")) {
            return completed(device.with("permissions", Value.of(parts[1])));
        }
        device = parts.length > 1 ? device.with("target", Value.of(parts[1])) : device;
        return completed(parts.length > 2 ? device.with("permissions", Value.of(permissions(parts[2]))) : device);
    }

    private static Value.Fields fields(String source) {
        return new Value.Fields(new TreeMap<>(Map.of("source", Value.of(source))));
    }

    /** With the target and the permissions that the file leaves to be understood. */
    static Value.Fields completed(Value.Fields device) {
        if (device.text("source").matches(CDI)) {
            return device;
        }
        Value.Fields whole = device.has("target") ? device : device.with("target", Value.of(device.text("source")));
        return whole.has("permissions") ? whole : whole.with("permissions", Value.of("rwm"));
    }

    static String permissions(String text) throws Malformed {
        if (!text.matches("[rwm]{1,3}")) {
            throw new Malformed("not permissions for a device: `" + text + "`", "letters of rwm: read, write, mknod");
        }
        return text;
    }
}

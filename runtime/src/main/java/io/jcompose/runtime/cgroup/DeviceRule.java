package io.jcompose.runtime.cgroup;

import java.util.List;

/**
 * Devices that a container may use.
 *
 * @param type {@code c} or {@code b}
 * @param major number, or {@link #ANY}
 * @param minor number, or {@link #ANY}
 * @param access some of {@code rwm}: read, write, mknod(2)
 */
record DeviceRule(char type, int major, int minor, String access) {
    static final int ANY = -1;

    /** Docker's: mknod of everything, use of the harmless ones and of terminals. */
    static final List<DeviceRule> USUAL = List.of(
            new DeviceRule('c', ANY, ANY, "m"),
            new DeviceRule('b', ANY, ANY, "m"),
            new DeviceRule('c', 1, 3, "rwm"),
            new DeviceRule('c', 1, 5, "rwm"),
            new DeviceRule('c', 1, 7, "rwm"),
            new DeviceRule('c', 1, 8, "rwm"),
            new DeviceRule('c', 1, 9, "rwm"),
            new DeviceRule('c', 5, 0, "rwm"),
            new DeviceRule('c', 5, 2, "rwm"),
            new DeviceRule('c', 136, ANY, "rwm"));

    /** As in {@code devices.allow} of version 1: {@code c 136:* rwm}. */
    String text() {
        return type + " " + number(major) + ":" + number(minor) + " " + access;
    }

    private static String number(int number) {
        return number == ANY ? "*" : Integer.toString(number);
    }
}

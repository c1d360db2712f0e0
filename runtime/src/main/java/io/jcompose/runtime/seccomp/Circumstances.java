package io.jcompose.runtime.seccomp;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the conditions of a profile are about.
 *
 * @param capabilities of the container, as {@code CAP_CHOWN}
 * @param machine native architecture, as libseccomp names it
 */
record Circumstances(Set<String> capabilities, String machine, KernelVersion kernel) {
    /** Of a release such as {@code 6.18.3-cloud-amd64}. */
    record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
        private static final Pattern RELEASE = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(?:[^0-9].*)?");

        /** @throws IllegalArgumentException when the text does not start with two numbers */
        static KernelVersion parse(String release) {
            var matcher = RELEASE.matcher(release);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + release + "' is no kernel version");
            }
            return new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }

        @Override
        public int compareTo(KernelVersion other) {
            return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
        }
    }
}

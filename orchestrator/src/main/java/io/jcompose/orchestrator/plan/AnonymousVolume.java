package io.jcompose.orchestrator.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume that nobody named. It belongs to a place, so that a new container finds what was in it, as compose has it; with
 * another generation the place begins with an empty one.
 *
 * @param generation 0 until {@code up -V} or {@code rm -v} was asked for, then that command's token
 */
public record AnonymousVolume(Slot slot, String targetHash, long generation) {
    private static final Pattern REST = Pattern.compile("(.+)\\.(\\d{1,9})\\.([0-9a-f]{1,8})(?:-(\\d{1,18}))?");

    /** The one at a mount point. */
    public static AnonymousVolume at(Slot slot, String target, WantedService service) {
        String hash = Integer.toHexString(target.hashCode());
        return new AnonymousVolume(slot, hash, service.tokens().volumes());
    }

    /** The real name. */
    public String name() {
        String plain = prefix(slot.project()) + slot.service() + "." + slot.number() + "." + targetHash;
        return generation == 0 ? plain : plain + "-" + generation;
    }

    /** How the names of a project's anonymous volumes begin; names of projects have no dots. */
    public static String prefix(String project) {
        return "anonymous." + project + ".";
    }

    /** The anonymous volume of a project that has this name; empty when none can have it. */
    public static Optional<AnonymousVolume> of(String project, String name) {
        String prefix = prefix(project);
        Matcher rest = REST.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : "");
        if (!rest.matches()) {
            return Optional.empty();
        }
        Slot slot = new Slot(project, rest.group(1), Integer.parseInt(rest.group(2)));
        long generation = rest.group(4) == null ? 0 : Long.parseLong(rest.group(4));
        return Optional.of(new AnonymousVolume(slot, rest.group(3), generation));
    }
}

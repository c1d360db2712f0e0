package io.jcompose.runtime.build.plan;

import java.util.Optional;

/** Something mounted for the time of one RUN; {@code target} is absolute. */
public sealed interface RunMount {
    String target();

    /** Files of an origin; what is written to them is lost. */
    record Bind(String target, Origin origin, String source, boolean writable) implements RunMount {}

    /**
     * A directory that later builds find again.
     *
     * @param sharing {@code shared}, {@code private} or {@code locked}
     * @param seed what it begins with
     */
    record Cache(
            String target, String id, String sharing, boolean readOnly, int mode, int uid, int gid, Optional<Seed> seed)
            implements RunMount {}

    /** A directory of an origin. */
    record Seed(Origin origin, String source) {}

    /** Memory of at most {@code size} bytes; 0 for no bound of its own. */
    record Tmpfs(String target, long size) implements RunMount {}

    /**
     * A file that must not stay in the image.
     *
     * @param target empty when it is given only as a variable
     * @param variable name of a variable that holds it; empty for none
     */
    record Secret(String target, String id, String variable, boolean required, int mode, int uid, int gid)
            implements RunMount {}

    /** The agent of who builds. */
    record Ssh(String target, String id, boolean required, int mode, int uid, int gid) implements RunMount {}
}

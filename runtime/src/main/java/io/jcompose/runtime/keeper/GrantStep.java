package io.jcompose.runtime.keeper;

/** A step that gives a container a file whose content comes with the plan. */
public sealed interface GrantStep extends ChildStep {
    /** Mounts memory on a directory of the host, seen by nobody else. The files lie there until they are given. */
    record Stage(String directory) implements GrantStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(62).text(directory);
        }

        @Override
        public String toString() {
            return "mount memory for granted files";
        }
    }

    /** Makes a file in that memory; they are numbered from 0. */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    record File(int uid, int gid, int mode, byte[] content) implements GrantStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(63).number(uid).number(gid).number(mode).bytes(content);
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "write a granted file of %d bytes, owner %d:%d, mode %04o".formatted(content.length, uid, gid, mode);
        }
    }

    /**
     * Mounts a file inside the root.
     *
     * @param replace whether it takes the place of one that was given before
     */
    record Give(int index, String target, boolean replace) implements GrantStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(64).number(index).text(target).number(replace ? 1 : 0);
        }

        @Override
        public String toString() {
            return (replace ? "replace" : "mount") + " the granted file on " + target;
        }
    }
}

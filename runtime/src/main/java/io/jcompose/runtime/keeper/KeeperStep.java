package io.jcompose.runtime.keeper;

/** A step that the keeper does itself, outside the container. */
public sealed interface KeeperStep extends LaunchStep {
    /** Takes the lock that says that a keeper lives. */
    record Lock(String path) implements KeeperStep {
        public static final int OPCODE = 1;

        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(OPCODE).text(path);
        }

        @Override
        public String toString() {
            return "lock " + path;
        }
    }

    /** Opens the exit record; {@code run} names this start in it. */
    record ExitFile(String path, long run) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(2).text(path).number(run);
        }

        @Override
        public String toString() {
            return "open the exit record " + path;
        }
    }

    /** Opens segment {@code index} of the log. */
    record Log(String directory, long index, long segmentBytes, long segments) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(3)
                    .text(directory)
                    .number(index)
                    .number(segmentBytes)
                    .number(segments);
        }

        @Override
        public String toString() {
            return "open the log %s at segment %d, %d segments of %d bytes"
                    .formatted(directory, index, segments, segmentBytes);
        }
    }

    /** Moves whoever does it into a cgroup by its {@code tasks} or {@code cgroup.procs}. */
    record EnterCgroup(String file) implements KeeperStep, ChildStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(4).text(file);
        }

        @Override
        public String toString() {
            return "enter the cgroup " + file;
        }
    }

    /** Makes the child a member of the pid namespace of a process ({@code descriptor}: its pidfd). */
    record EnterPidNamespace(int descriptor) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(5).number(descriptor);
        }

        @Override
        public String toString() {
            return "join the pid namespace of the container";
        }
    }

    /** Makes the child in new namespaces ({@code flags}: CLONE_NEW*); {@code logged}: its output goes to the log. */
    record Spawn(int flags, boolean logged) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(6).number(Integer.toUnsignedLong(flags)).number(logged ? 1 : 0);
        }

        @Override
        public String toString() {
            return "make a process" + FlagNames.namespaces(flags) + (logged ? ", its output logged" : "");
        }
    }

    /** Removes what the keeper of an earlier start wrote. */
    record Forget(String path) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(7).text(path);
        }

        @Override
        public String toString() {
            return "remove " + path;
        }
    }

    /** Writes down who keeper and child are. */
    record WritePids(String path, String bootId) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(8).text(path).text(bootId);
        }

        @Override
        public String toString() {
            return "record the process ids in " + path;
        }
    }

    /**
     * Lets the child go on, and watches it to its end.
     *
     * @param session whether it ends with the control socket, and its exit is told there; a container's does not
     */
    record Supervise(boolean session) implements KeeperStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(9).number(session ? 1 : 0);
        }

        @Override
        public String toString() {
            return session ? "supervise it as a session" : "supervise it";
        }
    }
}

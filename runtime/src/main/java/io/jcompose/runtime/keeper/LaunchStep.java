package io.jcompose.runtime.keeper;

import java.util.List;

/**
 * One step of a launch plan. Its text says what is done, in words that fit after {@code could not}; the numbers of the
 * steps stand in keeper.h.
 */
public sealed interface LaunchStep {
    /** A step that the keeper does itself, outside the container. */
    sealed interface OfKeeper extends LaunchStep {}

    /** A step of the process that becomes the container's command. */
    sealed interface OfChild extends LaunchStep {}

    int opcode();

    void write(PlanBytes out);

    // --- the keeper's own ---

    /** Takes the lock that says that a keeper lives. */
    record Lock(String path) implements OfKeeper {
        public static final int OPCODE = 1;

        @Override
        public int opcode() {
            return OPCODE;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "lock " + path;
        }
    }

    /** Opens the exit record; {@code run} names this start in it. */
    record ExitFile(String path, long run) implements OfKeeper {
        @Override
        public int opcode() {
            return 2;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path).number(run);
        }

        @Override
        public String toString() {
            return "open the exit record " + path;
        }
    }

    /** Opens segment {@code index} of the log. */
    record Log(String directory, long index, long segmentBytes, long segments) implements OfKeeper {
        @Override
        public int opcode() {
            return 3;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(directory).number(index).number(segmentBytes).number(segments);
        }

        @Override
        public String toString() {
            return "open the log %s at segment %d, %d segments of %d bytes"
                    .formatted(directory, index, segments, segmentBytes);
        }
    }

    /** Moves whoever does it into a cgroup by its {@code tasks} or {@code cgroup.procs}. */
    record EnterCgroup(String file) implements OfKeeper, OfChild {
        @Override
        public int opcode() {
            return 4;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(file);
        }

        @Override
        public String toString() {
            return "enter the cgroup " + file;
        }
    }

    /** Makes the child a member of the pid namespace of a process ({@code descriptor}: its pidfd). */
    record EnterPidNamespace(int descriptor) implements OfKeeper {
        @Override
        public int opcode() {
            return 5;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(descriptor);
        }

        @Override
        public String toString() {
            return "join the pid namespace of the container";
        }
    }

    /** Makes the child in new namespaces ({@code flags}: CLONE_NEW*); {@code logged}: its output goes to the log. */
    record Spawn(int flags, boolean logged) implements OfKeeper {
        @Override
        public int opcode() {
            return 6;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(Integer.toUnsignedLong(flags)).number(logged ? 1 : 0);
        }

        @Override
        public String toString() {
            return "make a process" + FlagNames.namespaces(flags) + (logged ? ", its output logged" : "");
        }
    }

    /** Removes what the keeper of an earlier start wrote. */
    record Forget(String path) implements OfKeeper {
        @Override
        public int opcode() {
            return 7;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "remove " + path;
        }
    }

    /** Writes down who keeper and child are. */
    record WritePids(String path, String bootId) implements OfKeeper {
        @Override
        public int opcode() {
            return 8;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path).text(bootId);
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
    record Supervise(boolean session) implements OfKeeper {
        @Override
        public int opcode() {
            return 9;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(session ? 1 : 0);
        }

        @Override
        public String toString() {
            return session ? "supervise it as a session" : "supervise it";
        }
    }

    // --- the child's ---

    /** Joins a namespace that a file names; {@code type}: CLONE_NEW*. */
    record JoinNamespace(String path, int type) implements OfChild {
        @Override
        public int opcode() {
            return 32;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path).number(type);
        }

        @Override
        public String toString() {
            return "join the namespace " + path;
        }
    }

    /** Joins namespaces of a process ({@code descriptor}: its pidfd). */
    record JoinProcess(int descriptor, int flags) implements OfChild {
        @Override
        public int opcode() {
            return 33;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(descriptor).number(Integer.toUnsignedLong(flags));
        }

        @Override
        public String toString() {
            return "join the container" + FlagNames.namespaces(flags);
        }
    }

    /** Makes more new namespaces. */
    record Unshare(int flags) implements OfChild {
        @Override
        public int opcode() {
            return 34;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(Integer.toUnsignedLong(flags));
        }

        @Override
        public String toString() {
            return "go on" + FlagNames.namespaces(flags);
        }
    }

    /** Sets the propagation of all mounts, so that none of ours is seen on the host; {@code flags}: MS_*. */
    record Propagation(long flags) implements OfChild {
        @Override
        public int opcode() {
            return 35;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(flags);
        }

        @Override
        public String toString() {
            return "part the mounts from the host's";
        }
    }

    /** Mounts the layers, the topmost first, with the writable one over them, and takes that as the root. */
    record Overlay(String target, String upper, String work, List<String> layers) implements OfChild {
        @Override
        public int opcode() {
            return 36;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(target).text(upper).text(work).texts(layers);
        }

        @Override
        public String toString() {
            return "mount the root file system on %s, upper %s, layers %s".formatted(target, upper, layers);
        }
    }

    /** Takes a directory as the root as it stands: where overlayfs is refused, what it would show was copied there. */
    record Tree(String target, String directory) implements OfChild {
        @Override
        public int opcode() {
            return 61;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(target).text(directory);
        }

        @Override
        public String toString() {
            return "take %s as the root file system on %s".formatted(directory, target);
        }
    }

    /** Mounts a file or directory of the host inside the root; {@code attributes}: MOUNT_ATTR_*. */
    record Bind(String source, String target, long attributes) implements OfChild {
        @Override
        public int opcode() {
            return 37;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(source).text(target).number(attributes);
        }

        @Override
        public String toString() {
            return "mount %s on %s%s".formatted(source, target, FlagNames.attributes(attributes));
        }
    }

    /** Mounts a new file system inside the root; {@code flags}: MS_*. */
    record Mount(String type, String target, long flags, String options) implements OfChild {
        @Override
        public int opcode() {
            return 38;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(type).text(target).number(flags).text(options);
        }

        @Override
        public String toString() {
            return "mount %s on %s%s%s"
                    .formatted(type, target, FlagNames.mount(flags), options.isEmpty() ? "" : " " + options);
        }
    }

    /** Makes a character device inside the root. */
    record Device(String path, int mode, int major, int minor) implements OfChild {
        @Override
        public int opcode() {
            return 39;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path).number(mode).number(major).number(minor);
        }

        @Override
        public String toString() {
            return "make the device %s %d:%d %o".formatted(path, major, minor, mode);
        }
    }

    /** Makes a symbolic link inside the root. */
    record Link(String path, String target) implements OfChild {
        @Override
        public int opcode() {
            return 40;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path).text(target);
        }

        @Override
        public String toString() {
            return "make the link %s to %s".formatted(path, target);
        }
    }

    /** Makes a directory inside the root when it is missing. */
    record Directory(String path) implements OfChild {
        @Override
        public int opcode() {
            return 41;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "make the directory " + path;
        }
    }

    /** Hides a path of the kernel that tells about the host. */
    record Mask(String path) implements OfChild {
        @Override
        public int opcode() {
            return 42;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "mask " + path;
        }
    }

    /** Makes a path of the kernel read-only. */
    record Protect(String path) implements OfChild {
        @Override
        public int opcode() {
            return 43;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "protect " + path;
        }
    }

    /** Makes the root itself read-only, but nothing that is mounted in it. */
    record ProtectRoot() implements OfChild {
        @Override
        public int opcode() {
            return 44;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "make the root file system read-only";
        }
    }

    /** Changes into the new root for good. */
    record Pivot() implements OfChild {
        @Override
        public int opcode() {
            return 45;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "change the root";
        }
    }

    record Hostname(String name) implements OfChild {
        @Override
        public int opcode() {
            return 46;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(name);
        }

        @Override
        public String toString() {
            return "set the host name to " + name;
        }
    }

    /**
     * A limit of setrlimit(2).
     *
     * @param exact whether it must be so; else a lower hard limit of the daemon itself stays
     */
    record ResourceLimit(int resource, long soft, long hard, boolean exact) implements OfChild {
        @Override
        public int opcode() {
            return 47;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(resource).number(soft).number(hard).number(exact ? 1 : 0);
        }

        @Override
        public String toString() {
            return "set the resource limit %d to %d:%d".formatted(resource, soft, hard);
        }
    }

    /** Finds the user, its groups and home in the databases of the new root. */
    record User(String user) implements OfChild {
        public static final int OPCODE = 48;

        @Override
        public int opcode() {
            return OPCODE;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(user);
        }

        @Override
        public String toString() {
            return user.isEmpty() ? "be root" : "be the user " + user;
        }
    }

    /** Where standard input, output and error lead; every other descriptor is closed. */
    record Streams(Kind kind) implements OfChild {
        /** Numbered as in child.c. */
        public enum Kind {
            INHERITED(0),
            LOGGED(1),
            TERMINAL(2);

            private final int number;

            Kind(int number) {
                this.number = number;
            }
        }

        @Override
        public int opcode() {
            return 49;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(kind.number);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case INHERITED -> "keep the streams";
                case LOGGED -> "send the output to the log";
                case TERMINAL -> "open a terminal";
            };
        }
    }

    record WorkingDirectory(String path) implements OfChild {
        @Override
        public int opcode() {
            return 50;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "enter the working directory " + path;
        }
    }

    /** Drops all capabilities but these (a bit for each number of capabilities(7)) for good. */
    record Bounding(long capabilities) implements OfChild {
        @Override
        public int opcode() {
            return 51;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(capabilities);
        }

        @Override
        public String toString() {
            return "bound the capabilities to %016x".formatted(capabilities);
        }
    }

    /** Loads a filter of system calls: an array of {@code struct sock_filter}. */
    @SuppressWarnings("ArrayRecordComponent") // only written, never compared
    record Seccomp(byte[] program) implements OfChild {
        @Override
        public int opcode() {
            return 52;
        }

        @Override
        public void write(PlanBytes out) {
            out.bytes(program);
        }

        @Override
        public String toString() {
            return "load a seccomp filter of %d instructions".formatted(program.length / 8);
        }
    }

    record NoNewPrivileges() implements OfChild {
        @Override
        public int opcode() {
            return 53;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "renounce new privileges";
        }
    }

    /** Becomes the user that was found, with these capabilities if that is root. */
    record Identity(long capabilities) implements OfChild {
        @Override
        public int opcode() {
            return 54;
        }

        @Override
        public void write(PlanBytes out) {
            out.number(capabilities);
        }

        @Override
        public String toString() {
            return "change to the user, with capabilities %016x".formatted(capabilities);
        }
    }

    /** Stays as process 1, which reaps and hands signals on; a child of it goes on. */
    record Init() implements OfChild {
        @Override
        public int opcode() {
            return 55;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "start an init";
        }
    }

    record Exec(List<String> command, List<String> environment) implements OfChild {
        public static final int OPCODE = 56;

        @Override
        public int opcode() {
            return OPCODE;
        }

        @Override
        public void write(PlanBytes out) {
            out.texts(command).texts(environment);
        }

        @Override
        public String toString() {
            // Values may be secrets: only the names of variables are told.
            return "execute %s with %s"
                    .formatted(
                            command,
                            environment.stream()
                                    .map(variable -> variable.split("=", 2)[0])
                                    .toList());
        }
    }

    /** Turns on the loopback device of a new network namespace. */
    record Loopback() implements OfChild {
        @Override
        public int opcode() {
            return 57;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "turn on the loopback device";
        }
    }

    /** Mounts the network namespace on a file, where it stays without a process. */
    record KeepNetwork(String path) implements OfChild {
        @Override
        public int opcode() {
            return 58;
        }

        @Override
        public void write(PlanBytes out) {
            out.text(path);
        }

        @Override
        public String toString() {
            return "keep the network namespace at " + path;
        }
    }

    /** Ends the child without executing anything. */
    record Done() implements OfChild {
        @Override
        public int opcode() {
            return 59;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "end";
        }
    }

    /** Stays, so that the namespaces stay, until the session ends. */
    record Hold() implements OfChild {
        @Override
        public int opcode() {
            return 60;
        }

        @Override
        public void write(PlanBytes out) {}

        @Override
        public String toString() {
            return "wait";
        }
    }
}

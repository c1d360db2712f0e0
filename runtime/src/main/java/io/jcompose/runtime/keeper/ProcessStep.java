package io.jcompose.runtime.keeper;

import java.util.List;

/** A step that gives the process its namespaces, limits, streams and identity, and executes the command. */
public sealed interface ProcessStep extends ChildStep {
    /** Joins a namespace that a file names; {@code type}: CLONE_NEW*. */
    record JoinNamespace(String path, int type) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(32).text(path).number(type);
        }

        @Override
        public String toString() {
            return "join the namespace " + path;
        }
    }

    /** Joins namespaces of a process ({@code descriptor}: its pidfd). */
    record JoinProcess(int descriptor, int flags) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(33).number(descriptor).number(Integer.toUnsignedLong(flags));
        }

        @Override
        public String toString() {
            return "join the container" + FlagNames.namespaces(flags);
        }
    }

    /** Makes more new namespaces. */
    record Unshare(int flags) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(34).number(Integer.toUnsignedLong(flags));
        }

        @Override
        public String toString() {
            return "go on" + FlagNames.namespaces(flags);
        }
    }

    record Hostname(String name) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(46).text(name);
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
    record ResourceLimit(int resource, long soft, long hard, boolean exact) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(47).number(resource).number(soft).number(hard).number(exact ? 1 : 0);
        }

        @Override
        public String toString() {
            return "set the resource limit %d to %d:%d".formatted(resource, soft, hard);
        }
    }

    /** Finds the user, its groups and home in the databases of the new root. */
    record User(String user) implements ProcessStep {
        public static final int OPCODE = 48;

        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(OPCODE).text(user);
        }

        @Override
        public String toString() {
            return user.isEmpty() ? "be root" : "be the user " + user;
        }
    }

    /** Where standard input, output and error lead; every other descriptor is closed. */
    record Streams(Kind kind) implements ProcessStep {
        /** Numbered as in child.c. */
        public enum Kind {
            INHERITED(0),
            LOGGED(1),
            TERMINAL(2),
            ATTACHED(3);

            private final int number;

            Kind(int number) {
                this.number = number;
            }
        }

        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(49).number(kind.number);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case INHERITED -> "keep the streams";
                case LOGGED -> "send the output to the log";
                case TERMINAL -> "open a terminal";
                case ATTACHED -> "keep the input and send the output to the log";
            };
        }
    }

    record WorkingDirectory(String path) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(50).text(path);
        }

        @Override
        public String toString() {
            return "enter the working directory " + path;
        }
    }

    /** Drops all capabilities but these (a bit for each number of capabilities(7)) for good. */
    record Bounding(long capabilities) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(51).number(capabilities);
        }

        @Override
        public String toString() {
            return "bound the capabilities to %016x".formatted(capabilities);
        }
    }

    /** Loads a filter of system calls: an array of {@code struct sock_filter}. */
    @SuppressWarnings("ArrayRecordComponent") // only written, never compared
    record Seccomp(byte[] program) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(52).bytes(program);
        }

        @Override
        public String toString() {
            return "load a seccomp filter of %d instructions".formatted(program.length / 8);
        }
    }

    record NoNewPrivileges() implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(53);
        }

        @Override
        public String toString() {
            return "renounce new privileges";
        }
    }

    /** Becomes the user that was found, with these capabilities if that is root. */
    record Identity(long capabilities) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(54).number(capabilities);
        }

        @Override
        public String toString() {
            return "change to the user, with capabilities %016x".formatted(capabilities);
        }
    }

    /** Stays as process 1, which reaps and hands signals on; a child of it goes on. */
    record Init() implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(55);
        }

        @Override
        public String toString() {
            return "start an init";
        }
    }

    record Exec(List<String> command, List<String> environment) implements ProcessStep {
        public static final int OPCODE = 56;

        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(OPCODE).texts(command).texts(environment);
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
    record Loopback() implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(57);
        }

        @Override
        public String toString() {
            return "turn on the loopback device";
        }
    }

    /** Mounts the network namespace on a file, where it stays without a process. */
    record KeepNetwork(String path) implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(58).text(path);
        }

        @Override
        public String toString() {
            return "keep the network namespace at " + path;
        }
    }

    /** Ends the child without executing anything. */
    record Done() implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(59);
        }

        @Override
        public String toString() {
            return "end";
        }
    }

    /** Stays, so that the namespaces stay, until the session ends. */
    record Hold() implements ProcessStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(60);
        }

        @Override
        public String toString() {
            return "wait";
        }
    }
}

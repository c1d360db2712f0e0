package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** libseccomp.so.2: names and numbers of system calls on each architecture, and filters as BPF. */
public final class SeccompLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(SeccompLibrary.class);
    private static final int UNKNOWN = -1;
    private static final int ATTRIBUTE_OPTIMIZE = 8;
    private static final int BINARY_TREE = 2;
    /** struct scmp_arg_cmp: unsigned int, enum, two uint64_t. */
    private static final int COMPARISON_SIZE = 24;
    /** Names of libseccomp by the names that Java has for them. */
    private static final Map<String, String> MACHINES = Map.of("amd64", "x86_64", "i386", "x86");

    private final LibSeccomp library;
    private final Runtime runtime;

    private SeccompLibrary(LibSeccomp library) {
        this.library = library;
        this.runtime = Runtime.getRuntime(library);
    }

    /** @throws IOException when the library is not on this host */
    public static SeccompLibrary load() throws IOException {
        try {
            return new SeccompLibrary(
                    LibraryLoader.create(LibSeccomp.class).failImmediately().load("libseccomp.so.2"));
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("cannot load libseccomp.so.2: " + e.getMessage(), e);
        }
    }

    /** The architecture of this process, as the library names it. */
    public String nativeMachine() {
        String name = System.getProperty("os.arch", "");
        return MACHINES.getOrDefault(name, name);
    }

    /** The number of a call on an architecture, negative when it does not exist there or the library is older. */
    public int callNumber(String machine, String call) {
        return library.seccomp_syscall_resolve_name_arch(library.seccomp_arch_resolve_name(machine), call);
    }

    /** A filter for this process's architecture. {@code action} is a SECCOMP_RET_* value for calls without a rule. */
    public Filter filter(int action) throws IOException {
        Pointer context = library.seccomp_init(action);
        if (context == null) {
            throw new IOException("libseccomp takes no default action 0x" + Integer.toHexString(action));
        }
        return new Filter(context);
    }

    /**
     * One argument of a call against a value, unsigned (struct scmp_arg_cmp).
     *
     * @param argument from 0 to 5
     * @param operator enum scmp_compare
     * @param first the value, or the mask of {@link #masked}
     * @param second the value behind a mask
     */
    public record Comparison(int argument, int operator, long first, long second) {
        public static Comparison less(int argument, long value) {
            return new Comparison(argument, 2, value, 0);
        }

        public static Comparison equal(int argument, long value) {
            return new Comparison(argument, 4, value, 0);
        }

        public static Comparison greater(int argument, long value) {
            return new Comparison(argument, 6, value, 0);
        }

        public static Comparison masked(int argument, long mask, long value) {
            return new Comparison(argument, 7, mask, value);
        }
    }

    /** A filter that is being made; used by one thread. */
    public final class Filter implements AutoCloseable {
        private final Pointer context;

        private Filter(Pointer context) {
            this.context = context;
        }

        /** Adds an architecture; the native one is there already. */
        public void addMachine(String machine) throws IOException {
            int token = library.seccomp_arch_resolve_name(machine);
            int result = token == 0 ? -Errno.EINVAL : library.seccomp_arch_add(context, token);
            if (result != -Errno.EEXIST) {
                check(result, "architecture " + machine);
            }
        }

        /** Adds a rule, all comparisons of which must hold; does nothing for a call that the library does not know. */
        public void addRule(int action, String call, List<Comparison> comparisons) throws IOException {
            int number = library.seccomp_syscall_resolve_name(call);
            if (number != UNKNOWN) {
                check(
                        library.seccomp_rule_add_array(
                                context, action, number, comparisons.size(), memory(comparisons)),
                        "rule for " + call);
            }
        }

        private @Nullable Pointer memory(List<Comparison> comparisons) {
            if (comparisons.isEmpty()) {
                return null;
            }
            Pointer array = Memory.allocateDirect(runtime, comparisons.size() * COMPARISON_SIZE, true);
            for (int i = 0; i < comparisons.size(); i++) {
                Comparison comparison = comparisons.get(i);
                long at = (long) i * COMPARISON_SIZE;
                array.putInt(at, comparison.argument());
                array.putInt(at + 4, comparison.operator());
                array.putLong(at + 8, comparison.first());
                array.putLong(at + 16, comparison.second());
            }
            return array;
        }

        /** The filter as an array of {@code struct sock_filter}. */
        public byte[] export() throws IOException {
            // Before 2.5 there is no tree: the filter is then slower, and decides the same.
            int optimised = library.seccomp_attr_set(context, ATTRIBUTE_OPTIMIZE, BINARY_TREE);
            LOG.debug("seccomp_attr_set: {}", optimised);
            // libseccomp 2.5 writes to descriptors only.
            try (Fd file = JnrKernel.instance().memoryFile("seccomp")) {
                check(library.seccomp_export_bpf(context, file.number()), "export");
                return Files.readAllBytes(Path.of("/proc/self/fd/" + file.number()));
            }
        }

        @Override
        public void close() {
            library.seccomp_release(context);
        }

        private void check(int result, String what) throws IOException {
            if (result < 0) {
                throw new SyscallException("libseccomp", what, -result);
            }
        }
    }
}

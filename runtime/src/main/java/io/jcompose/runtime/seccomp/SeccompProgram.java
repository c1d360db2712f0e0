package io.jcompose.runtime.seccomp;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.linux.SeccompLibrary;
import io.jcompose.runtime.seccomp.SeccompRule.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** BPF programs for {@code seccomp(2)}: arrays of {@code struct sock_filter}, as {@code SECCOMP_SET_MODE_FILTER} takes them. */
public final class SeccompProgram {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final int RETURN_ALLOW = 0x7fff0000;
    private static final int RETURN_ERRNO = 0x00050000;
    private static final Map<Set<String>, byte[]> COMPILED = new ConcurrentHashMap<>();

    private SeccompProgram() {}

    /**
     * Docker's default profile for a container with these capabilities, on this machine and kernel. The first call for a
     * set of capabilities takes some ten milliseconds, later ones come from memory.
     *
     * @param capabilities as {@code CAP_CHOWN}
     * @return a copy that the caller may keep; 8 bytes per instruction
     * @throws ContainerException.HostLacks without libseccomp
     */
    public static byte[] dockerDefault(Set<String> capabilities) throws ContainerException {
        for (String name : capabilities) {
            if (!name.startsWith("CAP_")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a capability: they start with CAP_");
            }
        }
        Set<String> key = Set.copyOf(capabilities);
        byte[] known = COMPILED.get(key);
        return (known == null ? compileOnce(key) : known).clone();
    }

    /** One at a time: libseccomp keeps state of its own behind its contexts. */
    private static synchronized byte[] compileOnce(Set<String> capabilities) throws ContainerException {
        byte[] known = COMPILED.get(capabilities);
        if (known == null) {
            known = compileDefault(capabilities);
            COMPILED.put(capabilities, known);
        }
        return known;
    }

    private static byte[] compileDefault(Set<String> capabilities) throws ContainerException {
        SeccompLibrary library;
        try {
            library = SeccompLibrary.load();
        } catch (IOException e) {
            throw new ContainerException.HostLacks(
                    "cannot filter system calls: libseccomp.so.2 is not on this host; install the package libseccomp2"
                            + " (libseccomp on Fedora, Arch and Alpine)",
                    e);
        }
        try {
            String release = Files.readString(RELEASE).strip();
            return compile(
                    defaultProfile(),
                    new Circumstances(
                            capabilities, library.nativeMachine(), Circumstances.KernelVersion.parse(release)),
                    library);
        } catch (IOException e) {
            throw new ContainerException("cannot make the filter of system calls: " + e.getMessage(), e);
        }
    }

    static SeccompProfile defaultProfile() {
        try (InputStream in = SeccompProgram.class.getResourceAsStream("default.profile")) {
            if (in == null) {
                throw new IllegalStateException("default.profile is not in the jar");
            }
            return ProfileParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] compile(SeccompProfile profile, Circumstances circumstances, SeccompLibrary library)
            throws IOException {
        List<String> machines = new ArrayList<>(List.of(circumstances.machine()));
        machines.addAll(profile.besides(circumstances.machine()));
        try (SeccompLibrary.Filter filter = library.filter(code(profile.otherwise()))) {
            for (String machine : machines) {
                filter.addMachine(machine);
            }
            for (SeccompRule rule : profile.rules(circumstances)) {
                addRule(rule, profile, filter);
            }
            return UnknownCalls.inFrontOf(filter.export(), highest(profile, machines, library));
        }
    }

    private static void addRule(SeccompRule rule, SeccompProfile profile, SeccompLibrary.Filter filter)
            throws IOException {
        if (rule.action().equals(profile.otherwise())) {
            return;
        }
        List<SeccompLibrary.Comparison> comparisons = new ArrayList<>();
        for (SeccompRule.Comparison comparison : rule.comparisons()) {
            comparisons.add(
                    switch (comparison.operator()) {
                        case LESS -> SeccompLibrary.Comparison.less(comparison.argument(), comparison.value());
                        case EQUAL -> SeccompLibrary.Comparison.equal(comparison.argument(), comparison.value());
                        case GREATER -> SeccompLibrary.Comparison.greater(comparison.argument(), comparison.value());
                        case MASKED_EQUAL ->
                            SeccompLibrary.Comparison.masked(
                                    comparison.argument(), comparison.mask(), comparison.value());
                    });
        }
        for (String call : rule.calls()) {
            filter.addRule(code(rule.action()), call, comparisons);
        }
    }

    private static List<UnknownCalls.Highest> highest(
            SeccompProfile profile, List<String> machines, SeccompLibrary library) {
        List<UnknownCalls.Highest> all = new ArrayList<>();
        for (String machine : machines) {
            Integer audit = UnknownCalls.AUDIT.get(machine);
            if (audit != null) {
                int highest = profile.calls().stream()
                        .mapToInt(call -> library.callNumber(machine, call))
                        .max()
                        .orElse(-1);
                all.add(new UnknownCalls.Highest(audit, highest));
            }
        }
        return all;
    }

    private static int code(Action action) {
        return action instanceof Action.Fail fail ? RETURN_ERRNO | fail.errno() : RETURN_ALLOW;
    }
}

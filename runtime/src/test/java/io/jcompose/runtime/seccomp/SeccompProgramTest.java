package io.jcompose.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.linux.SeccompLibrary;
import io.jcompose.runtime.seccomp.Circumstances.KernelVersion;
import io.jcompose.runtime.seccomp.SeccompRule.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Programs, asked about every call that libseccomp has a number for. */
class SeccompProgramTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int X86_64 = 0xc000003e;
    private static final int X86 = 0x40000003;
    private static final Map<String, Integer> AUDIT = Map.of("x86_64", X86_64, "x86", X86);

    @Test
    void decidesEveryCallAsTheProfileSays() throws Exception {
        SeccompLibrary library = SeccompLibrary.load();
        SeccompProfile profile = SeccompProgram.defaultProfile();
        for (Set<String> capabilities : List.of(Set.<String>of(), Set.of("CAP_SYS_ADMIN"), Set.of("CAP_SYS_CHROOT"))) {
            Circumstances now = new Circumstances(capabilities, "x86_64", new KernelVersion(6, 1));
            BpfMachine machine = new BpfMachine(SeccompProgram.compile(profile, now, library));
            AUDIT.forEach((name, audit) -> {
                for (String call : profile.calls()) {
                    int number = library.callNumber(name, call);
                    if (number >= 0) {
                        assertThat(machine.run(audit, number))
                                .as("%s on %s with %s", call, name, capabilities)
                                .isEqualTo(expected(call, profile.rules(now)));
                    }
                }
            });
        }
    }

    /** For arguments that are all 0. */
    private static int expected(String call, List<SeccompRule> rules) {
        for (SeccompRule rule : rules) {
            if (rule.calls().contains(call) && rule.comparisons().stream().allMatch(SeccompProgramTest::holdsForZero)) {
                return rule.action() instanceof SeccompRule.Action.Fail fail ? 0x00050000 | fail.errno() : ALLOW;
            }
        }
        return EPERM;
    }

    private static boolean holdsForZero(Comparison comparison) {
        return switch (comparison.operator()) {
            case EQUAL, MASKED_EQUAL -> comparison.value() == 0;
            case LESS -> comparison.value() > 0;
            case GREATER -> false;
        };
    }

    @Test
    void looksAtArguments() throws Exception {
        BpfMachine machine = new BpfMachine(program(Set.of(), new KernelVersion(6, 1)));
        int personality = SeccompLibrary.load().callNumber("x86_64", "personality");
        for (long allowed : new long[] {0, 8, 0x20000, 0x20008, 0xffffffffL}) {
            assertThat(machine.run(X86_64, personality, allowed)).isEqualTo(ALLOW);
        }
        for (long refused : new long[] {1, 0x40000, 0x20009, 0x1_0000_0008L}) {
            assertThat(machine.run(X86_64, personality, refused)).isEqualTo(EPERM);
        }
        int clone = SeccompLibrary.load().callNumber("x86_64", "clone");
        for (long namespace :
                new long[] {0x20000000, 0x40000000, 0x10000000, 0x00020000, 0x08000000, 0x04000000, 0x02000000}) {
            assertThat(machine.run(X86_64, clone, namespace | 17)).isEqualTo(EPERM);
        }
        assertThat(machine.run(X86_64, clone, 0x003d0f00)).isEqualTo(ALLOW);
    }

    @Test
    void ptraceNeedsAKernelThatIsSafeForIt() throws Exception {
        int ptrace = SeccompLibrary.load().callNumber("x86_64", "ptrace");

        assertThat(new BpfMachine(program(Set.of(), new KernelVersion(4, 7))).run(X86_64, ptrace))
                .isEqualTo(EPERM);
        assertThat(new BpfMachine(program(Set.of(), new KernelVersion(4, 8))).run(X86_64, ptrace))
                .isEqualTo(ALLOW);
        assertThat(new BpfMachine(program(Set.of("CAP_SYS_PTRACE"), new KernelVersion(4, 7))).run(X86_64, ptrace))
                .isEqualTo(ALLOW);
    }

    @Test
    void callsBeyondTheLibraryDoNotExistInsteadOfBeingForbidden() throws Exception {
        BpfMachine machine = new BpfMachine(program(Set.of(), new KernelVersion(6, 1)));

        assertThat(machine.run(X86_64, 700)).isEqualTo(ENOSYS);
        assertThat(machine.run(X86, 700)).isEqualTo(ENOSYS);
        assertThat(machine.run(X86_64, -1)).isNotEqualTo(ENOSYS).isNotEqualTo(ALLOW);
    }

    @Test
    void otherArchitecturesAreNotLetThrough() throws Exception {
        int aarch64 = 0xc00000b7;
        BpfMachine machine = new BpfMachine(program(Set.of(), new KernelVersion(6, 1)));

        assertThat(machine.run(aarch64, 172)).isNotEqualTo(ALLOW);
    }

    @Test
    void fitsTheKernelAndComesFromMemoryTheSecondTime() throws Exception {
        byte[] first = SeccompProgram.dockerDefault(Set.of("CAP_CHOWN", "CAP_KILL"));
        first[0] = 99;

        byte[] second = SeccompProgram.dockerDefault(Set.of("CAP_KILL", "CAP_CHOWN"));

        assertThat(second[0]).isNotEqualTo((byte) 99);
        assertThat(new BpfMachine(second).instructions()).isBetween(100, 4096);
    }

    @Test
    void aCapabilityWithoutItsPrefixIsAMistake() {
        assertThatThrownBy(() -> SeccompProgram.dockerDefault(Set.of("CHOWN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CHOWN");
    }

    private static byte[] program(Set<String> capabilities, KernelVersion kernel) throws Exception {
        Circumstances now = new Circumstances(capabilities, "x86_64", kernel);
        return SeccompProgram.compile(SeccompProgram.defaultProfile(), now, SeccompLibrary.load());
    }
}

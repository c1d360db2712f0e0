package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.linux.Kernel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NetworkDoctorKernelTest {
    @Test
    void everyOperationIsTriedAndNothingIsLeft() throws Exception {
        assertThat(NetworkDoctor.examine(Kernel.live()))
                .extracting(NetworkDoctor.Finding::what)
                .containsExactly(
                        "network namespace",
                        "bridge",
                        "veth",
                        "nf_tables",
                        "connection tracking",
                        "IPv4 forwarding",
                        "firewall of others");
        assertThat(NetworkDoctor.examine(Kernel.live()))
                .filteredOn(finding -> !finding.what().equals("firewall of others"))
                .allMatch(finding -> finding.level() == NetworkDoctor.Level.OK);

        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("jcompose-doctor");
    }
}

package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.HostFinding;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostDoctorKernelTest {
    @Test
    void aMachineThatRunsTheseTestsIsWellAndNothingIsLeftOnIt(@TempDir Path scratch) throws Exception {
        var layout = new RuntimeLayout(scratch.resolve("root"), scratch.resolve("run"), "doctortest");
        assertThat(HostDoctor.examine(Kernel.live(), layout, StorageSettings.Driver.AUTO))
                .hasSize(11)
                .allSatisfy(finding ->
                        assertThat(finding.level()).as(finding.toString()).isEqualTo(HostFinding.Level.OK));
        assertThat(layout.trials()).isEmptyDirectory();
    }
}

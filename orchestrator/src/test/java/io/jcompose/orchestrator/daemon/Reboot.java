package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a reboot of the scratch host takes away: processes, mounts, cgroups, interfaces, tables and the run directory; what
 * was written before it is of another boot.
 */
final class Reboot {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String OTHER_BOOT = "00000000-0000-4000-8000-000000000000";

    private final ScratchHost host;
    private final Leaks leaks;

    Reboot(ScratchHost host) throws IOException {
        this.host = host;
        this.leaks = new Leaks(host);
    }

    void happen() throws Exception {
        host.stopDaemon();
        for (long pid : leaks.processes()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        Patience.untilTrue("all processes ended", () -> leaks.processes().isEmpty());
        for (String mount : leaks.mounts()) {
            Kernel.live().unmount(Path.of(mount), Flags.MNT_DETACH);
        }
        Leaks.delete(host.directories().run());
        Leaks.removeCgroups(host.directories().instance());
        host.replaceNamespace();
        ageRecords();
    }

    private void ageRecords() throws IOException {
        String now = Files.readString(BOOT_ID).strip();
        try (Stream<Path> containers = Files.list(host.directories().root().resolve("containers"))) {
            for (Path container : containers.toList()) {
                Path pids = container.resolve("pids");
                if (Files.exists(pids)) {
                    List<String> lines = Files.readAllLines(pids).stream()
                            .map(line -> line.replace(now, OTHER_BOOT))
                            .toList();
                    Files.write(pids, lines);
                }
            }
        }
    }
}

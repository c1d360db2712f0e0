package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.nio.file.Path;
import java.util.List;

/** A daemon in a process of its own that starts containers until it is killed: root, run directory, instance. */
public final class OtherDaemon {
    private OtherDaemon() {}

    public static void main(String[] arguments) throws Exception {
        RuntimeLayout layout = new RuntimeLayout(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        LocalContainers containers = LocalContainers.open(
                Kernel.live(),
                layout,
                new Disk(DiskWitness.NONE),
                id -> TestLayer.imageOf(List.of(TestLayer.directory())),
                new byte[0],
                StorageSettings.Driver.AUTO);
        for (int i = 0; ; i++) {
            ContainerSpec spec = Host.shell("sleep 2; echo survived; exit 42");
            containers.create(spec);
            containers.start(spec.id(), Host.FILES);
            System.out.println(i + " " + spec.id());
        }
    }
}

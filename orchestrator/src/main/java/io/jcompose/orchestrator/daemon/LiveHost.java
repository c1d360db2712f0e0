package io.jcompose.orchestrator.daemon;

import io.jcompose.network.linux.NetworkDoctor;
import io.jcompose.orchestrator.api.Host;
import io.jcompose.orchestrator.api.VolumeShelf;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.launch.HostDoctor;
import io.jcompose.runtime.launch.LocalContainers;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Host} on this machine. */
final class LiveHost implements Host {
    private final Kernel kernel;
    private final RuntimeLayout layout;
    private final StorageSettings.Driver driver;
    private final LocalContainers containers;
    private final VolumeShelf volumes;
    private final Runnable end;

    LiveHost(
            Kernel kernel,
            RuntimeLayout layout,
            StorageSettings.Driver driver,
            LocalContainers containers,
            VolumeShelf volumes,
            Runnable end) {
        this.kernel = kernel;
        this.layout = layout;
        this.driver = driver;
        this.containers = containers;
        this.volumes = volumes;
        this.end = end;
    }

    @Override
    public List<Finding> examine() throws IOException {
        List<Finding> findings = new ArrayList<>();
        HostDoctor.examine(kernel, layout, driver)
                .forEach(found ->
                        findings.add(new Finding(found.what(), found.level().name(), found.detail(), found.remedy())));
        NetworkDoctor.examine(kernel)
                .forEach(found ->
                        findings.add(new Finding(found.what(), found.level().name(), found.detail(), found.remedy())));
        return findings;
    }

    @Override
    public VolumeShelf volumes() {
        return volumes;
    }

    @Override
    public List<String> warnings() throws Refused {
        String why = Told.by(containers::whyCopied);
        return why.isEmpty()
                ? List.of()
                : List.of("each container gets a copy of its image, which takes time and room: " + why);
    }

    @Override
    public void end() {
        end.run();
    }
}

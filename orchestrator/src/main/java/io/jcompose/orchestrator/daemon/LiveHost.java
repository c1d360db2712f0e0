package io.jcompose.orchestrator.daemon;

import io.jcompose.network.linux.NetworkDoctor;
import io.jcompose.orchestrator.api.Host;
import io.jcompose.runtime.launch.HostDoctor;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Host} on this machine. */
final class LiveHost implements Host {
    private final Kernel kernel;
    private final RuntimeLayout layout;
    private final Runnable end;

    LiveHost(Kernel kernel, RuntimeLayout layout, Runnable end) {
        this.kernel = kernel;
        this.layout = layout;
        this.end = end;
    }

    @Override
    public List<Finding> examine() throws IOException {
        List<Finding> findings = new ArrayList<>();
        HostDoctor.examine(kernel, layout)
                .forEach(found ->
                        findings.add(new Finding(found.what(), found.level().name(), found.detail(), found.remedy())));
        NetworkDoctor.examine(kernel)
                .forEach(found ->
                        findings.add(new Finding(found.what(), found.level().name(), found.detail(), found.remedy())));
        return findings;
    }

    @Override
    public void end() {
        end.run();
    }
}

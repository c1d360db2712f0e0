package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.store.ContainerFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container in memory. Its monitor is held for whatever changes it; its status is read without. */
final class Tracked {
    private final ContainerSpec spec;
    private final ContainerFiles files;
    private volatile ContainerStatus status;
    private volatile @Nullable Supervision supervision;
    private @Nullable Attached attached;

    Tracked(ContainerSpec spec, ContainerFiles files, ContainerStatus status) {
        this.spec = spec;
        this.files = files;
        this.status = status;
    }

    String id() {
        return spec.id();
    }

    ContainerSpec spec() {
        return spec;
    }

    ContainerFiles files() {
        return files;
    }

    ContainerStatus status() {
        return status;
    }

    ContainerState state() {
        return new ContainerState(spec, status);
    }

    boolean running() {
        return status instanceof ContainerStatus.Running;
    }

    Optional<Supervision> supervision() {
        return Optional.ofNullable(supervision);
    }

    /** The next run gets this input. */
    void attach(Attached input) {
        attached = input;
    }

    /** What the run that begins now gets as input, and no other; null for nothing. */
    @Nullable
    Attached takeAttached() {
        Attached input = attached;
        attached = null;
        return input;
    }

    void runs(ContainerStatus.Running now, Supervision by) {
        supervision = by;
        status = now;
    }

    void is(ContainerStatus now) {
        supervision = null;
        status = now;
    }
}

package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.launch.LocalContainers.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How containers begin to run, are found running again, and end. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ImageSource images;
    private final Adoption adoption;
    private final Launcher launcher;
    private final Sandboxes sandboxes;
    private final Cgroups cgroups;
    private final Ending ending;
    private final Disk disk;
    private final News news;

    Lifecycle(
            ImageSource images,
            Adoption adoption,
            Launcher launcher,
            Sandboxes sandboxes,
            Cgroups cgroups,
            Ending ending,
            Disk disk,
            News news) {
        this.images = images;
        this.adoption = adoption;
        this.launcher = launcher;
        this.sandboxes = sandboxes;
        this.cgroups = cgroups;
        this.ending = ending;
        this.disk = disk;
        this.news = news;
    }

    /** What a daemon before this one left: it is watched again, or its end is read. */
    void adopt(Tracked tracked) throws IOException {
        synchronized (tracked) {
            Optional<Supervision> found = adoption.find(tracked.files());
            if (found.isPresent()) {
                cgroups.thaw(tracked.id());
                keep(tracked, found.get());
            } else {
                end(tracked);
            }
        }
    }

    /** Begins to watch a container whose command runs. */
    private void keep(Tracked tracked, Supervision supervision) throws IOException {
        RecordedPids pids = supervision.pids();
        tracked.runs(new ContainerStatus.Running(pids.main(), pids.startedAt()), supervision);
        supervision.begin(
                () -> {
                    try {
                        return Adoption.recorded(tracked.files(), pids);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                () -> {
                    end(tracked);
                    news.tell(tracked.id());
                });
    }

    /** Nothing of the container runs any more, or what does is killed here; its files say how it ended. */
    private void end(Tracked tracked) {
        synchronized (tracked) {
            try {
                ending.clean(tracked.id(), tracked.files());
            } catch (IOException e) {
                LOG.error("container {} was not cleaned up", tracked.id(), e);
            }
            try {
                tracked.is(adoption.endedStatus(tracked.files()));
            } catch (IOException e) {
                LOG.error("the end of container {} cannot be read", tracked.id(), e);
                tracked.is(
                        new ContainerStatus.Exited(ContainerStatus.UNKNOWN_CODE, false, Instant.now(), Instant.now()));
            }
        }
    }

    /**
     * Starts the container, unless it is found running.
     *
     * @throws ContainerException with the step that failed; nothing of it runs then
     */
    void start(Tracked tracked, Map<String, String> files, List<GrantedFile> granted) throws ContainerException {
        synchronized (tracked) {
            if (tracked.running()) {
                throw new ContainerException.NoSuchContainer("container " + tracked.id() + " runs already");
            }
            try {
                if (adoptRunning(tracked)) {
                    return;
                }
                sandboxes.create(tracked.id());
                keep(
                        tracked,
                        launcher.start(
                                tracked.spec(),
                                images.byId(tracked.spec().imageId()),
                                tracked.files(),
                                files,
                                granted,
                                tracked.takeAttached()));
            } catch (Launcher.AlreadyKept e) {
                readopt(tracked, e);
            } catch (ContainerException e) {
                failed(tracked, e);
                throw e;
            } catch (IOException e) {
                throw new ContainerException("cannot watch container " + tracked.id() + ": " + e.getMessage(), e);
            } finally {
                news.soon(tracked.id());
            }
        }
    }

    private void readopt(Tracked tracked, ContainerException why) throws ContainerException {
        try {
            adopt(tracked);
        } catch (IOException e) {
            why.addSuppressed(e);
            throw why;
        }
        if (!tracked.running()) {
            throw why;
        }
    }

    private void failed(Tracked tracked, ContainerException why) {
        try {
            disk.replace(
                    tracked.files().failure(), String.valueOf(why.getMessage()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        end(tracked);
        tracked.is(new ContainerStatus.FailedToStart(String.valueOf(why.getMessage()), Instant.now()));
    }

    /** A running container gets its limits again; one that another daemon has started meanwhile is adopted. */
    void recheck(Tracked tracked) throws IOException, ContainerException {
        synchronized (tracked) {
            if (tracked.running()) {
                cgroups.restore(tracked.id(), tracked.spec().limits());
                return;
            }
            if (adoptRunning(tracked)) {
                news.soon(tracked.id());
            }
        }
    }

    /** Whether it runs after all: another daemon, or this one when it was killed, had begun to start it. */
    private boolean adoptRunning(Tracked tracked) throws IOException {
        Optional<Supervision> found = adoption.find(tracked.files());
        if (found.isPresent()) {
            keep(tracked, found.get());
        }
        return found.isPresent();
    }
}

package io.jcompose.runtime.launch;

import io.jcompose.runtime.ProbeResult;
import io.jcompose.runtime.keeper.KeeperMessage;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run of a probe, all of it on the loop's thread: no thread waits for it. */
final class Probe {
    /** What is kept of its output; the rest is read and dropped, so that the probe is not held up. */
    private static final int KEPT_BYTES = 4096;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Keepers keepers;
    private final LaunchPlan plan;
    private final Keepers.Spawned keeper;
    private final Fd output;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[KEPT_BYTES];
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    private volatile EventLoop.@Nullable Watch watch;
    private boolean timedOut;

    Probe(Kernel kernel, EventLoop loop, Keepers keepers, LaunchPlan plan, Keepers.Spawned keeper, Fd output)
            throws IOException {
        this.kernel = kernel;
        this.loop = loop;
        this.keepers = keepers;
        this.plan = plan;
        this.keeper = keeper;
        this.output = output;
        kernel.setNonBlocking(output, true);
    }

    CompletableFuture<ProbeResult> run(Duration timeout) throws IOException {
        watch = loop.watch(output, this::read);
        EventLoop.Timer timer = loop.after(timeout, this::kill);
        var unused = keepers.awaitEnd(keeper.pidfd()).thenRun(() -> {
            timer.cancel();
            finish();
        });
        return result;
    }

    /** Takes what is there; at the end of the output nothing is to be watched any more. */
    private void read() {
        try {
            while (true) {
                int count = kernel.read(output, buffer);
                if (count == 0) {
                    stopReading();
                    return;
                }
                kept.write(buffer, 0, Math.min(count, KEPT_BYTES - kept.size()));
            }
        } catch (SyscallException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopReading() {
        EventLoop.Watch now = watch;
        if (now != null) {
            now.close();
        }
    }

    /** Ends the control socket, whereupon the keeper kills all of the probe and ends. */
    private void kill() {
        timedOut = true;
        close(keeper.control());
    }

    private void finish() {
        read();
        stopReading();
        close(output);
        result.complete(outcome());
        close(keeper.control());
    }

    private ProbeResult outcome() {
        String text = kept.toString(StandardCharsets.UTF_8);
        if (timedOut) {
            return new ProbeResult(ProbeResult.TIMED_OUT, text);
        }
        Optional<KeeperMessage> last = keepers.lastWord(keeper.control());
        if (last.isPresent() && last.get() instanceof KeeperMessage.Exited exited) {
            return new ProbeResult(exited.code(), text);
        }
        if (last.isPresent() && last.get() instanceof KeeperMessage.Failed failed) {
            return new ProbeResult(ProbeResult.COULD_NOT_RUN, FailureText.of(plan, failed.step(), failed.failure()));
        }
        return new ProbeResult(ProbeResult.COULD_NOT_RUN, "its keeper was killed");
    }

    private static void close(Fd fd) {
        try {
            fd.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

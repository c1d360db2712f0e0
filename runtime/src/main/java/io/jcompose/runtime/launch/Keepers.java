package io.jcompose.runtime.launch;

import io.jcompose.runtime.keeper.KeeperMessage;
import io.jcompose.runtime.keeper.KeeperProgram;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts keepers, and reaps those that it started, by their pidfd. */
final class Keepers implements AutoCloseable {
    private static final int SO_RCVTIMEO = 20;
    /** How long a plan may take to its exec; only a dead disk or network file system takes longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Kernel kernel;
    private final EventLoop loop;
    private final KeeperProgram program;

    Keepers(Kernel kernel, EventLoop loop) throws IOException {
        this.kernel = kernel;
        this.loop = loop;
        this.program = KeeperProgram.load(kernel);
    }

    /**
     * A keeper with its plan.
     *
     * @param pidfd the keeper's; whoever takes it closes it
     * @param control our end of its control socket
     */
    record Spawned(Fd pidfd, Fd control) {}

    Spawned spawn(String role, LaunchPlan plan, Map<Integer, Fd> descriptors) throws IOException {
        Kernel.Pair sockets = kernel.socketPair();
        try {
            kernel.setSocketOption(sockets.first(), Flags.SOL_SOCKET, SO_RCVTIMEO, timeval(PATIENCE));
            Fd pidfd = spawn(role, sockets.second(), descriptors);
            kernel.write(sockets.first(), plan.encode());
            return new Spawned(pidfd, sockets.first());
        } catch (IOException e) {
            sockets.first().close();
            throw e;
        }
    }

    /** Our copy of the keeper's end is closed, so that its death is the end of the socket. */
    private Fd spawn(String role, Fd theirs, Map<Integer, Fd> descriptors) throws IOException {
        try (theirs) {
            // Not reaped before we do it: the number is the keeper's for sure.
            return kernel.pidfdOpen(program.spawn(role, theirs, descriptors));
        }
    }

    /**
     * What a keeper said.
     *
     * @param descriptor what came with it
     */
    record Heard(KeeperMessage message, Optional<Fd> descriptor) {}

    /** The next message of a keeper, waited for; empty when it has ended. */
    Optional<Heard> receive(Fd control) throws IOException {
        byte[] bytes = new byte[KeeperMessage.BYTES];
        try {
            Kernel.Received received = kernel.receiveDescriptor(control, bytes);
            return received.count() == bytes.length
                    ? Optional.of(new Heard(KeeperMessage.parse(bytes), received.descriptor()))
                    : Optional.empty();
        } catch (SyscallException e) {
            if (e.errno() == Errno.EAGAIN) {
                throw new IOException("its keeper gave no answer for " + PATIENCE.toSeconds() + " s", e);
            }
            throw e;
        }
    }

    /** A step of a plan failed, as the message says. */
    static final class StepFailed extends IOException {
        private final int errno;

        StepFailed(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /**
     * Carries out a plan that ends of its own ({@code ProcessStep.Done}).
     *
     * @throws IOException that says which step failed
     */
    void run(String role, LaunchPlan plan) throws IOException {
        run(role, plan, Map.of());
    }

    /** The same, for a plan whose steps use descriptors. */
    void run(String role, LaunchPlan plan, Map<Integer, Fd> descriptors) throws IOException {
        run(role, plan, descriptors, pid -> {});
    }

    /** What is done while a plan holds its namespaces. */
    @FunctionalInterface
    interface Work {
        void in(int pid) throws IOException;
    }

    /** Carries out a plan, and {@code work} when it has come to its last step; then the child is ended. */
    void run(String role, LaunchPlan plan, Work work) throws IOException {
        run(role, plan, Map.of(), work);
    }

    private void run(String role, LaunchPlan plan, Map<Integer, Fd> descriptors, Work work) throws IOException {
        Spawned keeper = spawn(role, plan, descriptors);
        try (Fd control = keeper.control()) {
            Optional<Heard> answer = receive(control);
            if (answer.isPresent() && answer.get().message() instanceof KeeperMessage.Failed failed) {
                throw new StepFailed(
                        FailureText.of(plan, failed.step(), failed.failure()),
                        failed.failure().errno());
            }
            if (answer.isEmpty()) {
                throw new IOException("its keeper was killed");
            }
            if (!(answer.get().message() instanceof KeeperMessage.Started started)) {
                throw new IOException("its keeper said " + answer.get().message() + " before it started");
            }
            work.in(started.pid());
        } finally {
            waitForEnd(keeper.pidfd());
        }
    }

    /** The last message of a keeper that has ended; empty when it was killed. */
    Optional<KeeperMessage> lastWord(Fd control) {
        Optional<KeeperMessage> last = Optional.empty();
        byte[] bytes = new byte[KeeperMessage.BYTES];
        try {
            while (kernel.receive(control, bytes, Flags.MSG_DONTWAIT) == bytes.length) {
                last = Optional.of(KeeperMessage.parse(bytes));
            }
        } catch (SyscallException e) {
            // EAGAIN: a process that the command left behind cannot have the socket, but one that we spawn just now
            // can.
            if (e.errno() != Errno.EAGAIN && e.errno() != Errno.ECONNRESET) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return last;
    }

    /** Reaps the keeper when it ends, and closes its pidfd. */
    CompletableFuture<Void> awaitEnd(Fd pidfd) throws IOException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<EventLoop.Watch> watch = new CompletableFuture<>();
        watch.complete(loop.watch(pidfd, () -> {
            watch.join().close();
            reap(pidfd);
            ended.complete(null);
        }));
        return ended;
    }

    /**
     * Waits in the calling thread until the keeper has ended, and reaps it. Not by the loop: its thread may just be
     * waiting for a container that the caller holds.
     */
    void waitForEnd(Fd pidfd) throws IOException {
        try (Fd epoll = kernel.epoll()) {
            kernel.epollAdd(epoll, pidfd, Flags.EPOLLIN, 0);
            kernel.epollWait(epoll, null);
        }
        reap(pidfd);
    }

    /** Reaps an ended keeper if it is our child; one that another daemon started has been reaped by process 1. */
    void reap(Fd pidfd) {
        try (pidfd) {
            kernel.reap(pidfd);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ECHILD) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] timeval(Duration duration) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(duration.toSeconds())
                .putLong(duration.toNanosPart() / 1000)
                .array();
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}

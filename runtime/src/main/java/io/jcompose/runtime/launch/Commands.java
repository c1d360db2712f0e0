package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ProbeResult;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.keeper.KeeperMessage;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs commands in running containers. */
final class Commands {
    private final Kernel kernel;
    private final EventLoop loop;
    private final Keepers keepers;
    private final Cgroups cgroups;
    private final byte[] seccomp;

    Commands(Kernel kernel, EventLoop loop, Keepers keepers, Cgroups cgroups, byte[] seccomp) {
        this.kernel = kernel;
        this.loop = loop;
        this.keepers = keepers;
        this.cgroups = cgroups;
        this.seccomp = seccomp;
    }

    ExecSession exec(Tracked container, Image image, ExecSpec spec) throws ContainerException {
        try (Fd main = main(container)) {
            LaunchPlan plan = plan(container, image, spec);
            return spec.tty() ? onTerminal(container.id(), plan, main) : onPipes(container.id(), plan, main);
        } catch (IOException e) {
            throw new ContainerException(
                    "cannot run a command in container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    /** See {@link io.jcompose.runtime.Containers#probe}. */
    CompletableFuture<ProbeResult> probe(Tracked container, Image image, ExecSpec spec, Duration timeout)
            throws ContainerException {
        try (Fd main = main(container)) {
            LaunchPlan plan = plan(container, image, spec);
            Kernel.Pair output = kernel.pipe();
            try (Fd theirs = output.second()) {
                Keepers.Spawned keeper = keepers.spawn(
                        "probe " + container.id(), plan, Map.of(1, theirs, 2, theirs, ExecPlan.MAIN, main));
                return new Probe(kernel, loop, keepers, plan, keeper, output.first()).run(timeout);
            } catch (IOException e) {
                output.first().close();
                throw e;
            }
        } catch (IOException e) {
            throw new ContainerException("cannot probe container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    /** The main process of a container, to be joined. */
    static Fd main(Tracked container) throws IOException, ContainerException {
        Optional<Supervision> supervision = container.supervision();
        Optional<Fd> main = supervision.isPresent() ? supervision.get().openMain() : Optional.empty();
        return main.orElseThrow(
                () -> new ContainerException.NoSuchContainer("container " + container.id() + " is not running"));
    }

    private LaunchPlan plan(Tracked container, Image image, ExecSpec spec) throws ContainerException {
        if (spec.command().isEmpty()) {
            throw new ContainerException("there is no command to run in container " + container.id());
        }
        return ExecPlan.of(
                container.spec(),
                image,
                spec,
                new ContainerPlan.Membership(cgroups.keeperFiles(), cgroups.memberFiles(container.id())),
                seccomp);
    }

    private ExecSession onPipes(String id, LaunchPlan plan, Fd main) throws IOException, ContainerException {
        Kernel.Pair input = kernel.pipe();
        Kernel.Pair output = kernel.pipe();
        Kernel.Pair error = kernel.pipe();
        Keepers.Spawned keeper;
        try (Fd in = input.first();
                Fd out = output.second();
                Fd err = error.second()) {
            keeper = keepers.spawn("exec " + id, plan, Map.of(0, in, 1, out, 2, err, ExecPlan.MAIN, main));
        }
        FdOutput toCommand = new FdOutput(kernel, input.second(), false);
        InputStream fromCommand = new FdInput(kernel, output.first());
        InputStream errors = new FdInput(kernel, error.first());
        return await(plan, keeper, toCommand, fromCommand, errors);
    }

    private ExecSession onTerminal(String id, LaunchPlan plan, Fd main) throws IOException, ContainerException {
        Keepers.Spawned keeper = keepers.spawn("exec " + id, plan, Map.of(ExecPlan.MAIN, main));
        Keepers.Heard first = heard(keeper);
        if (first.descriptor().isEmpty()) {
            return notStarted(plan, keeper, first.message());
        }
        Fd terminal = first.descriptor().get();
        FdOutput input = new FdOutput(kernel, terminal, true);
        Session session = new Session(
                kernel,
                keeper.control(),
                new Session.Streams(input, new FdInput(kernel, terminal), InputStream.nullInputStream(), terminal));
        return started(plan, keeper, session, heard(keeper).message());
    }

    private ExecSession await(
            LaunchPlan plan, Keepers.Spawned keeper, FdOutput input, InputStream output, InputStream error)
            throws IOException, ContainerException {
        Session session = new Session(kernel, keeper.control(), new Session.Streams(input, output, error, null));
        return started(plan, keeper, session, heard(keeper).message());
    }

    private ExecSession started(LaunchPlan plan, Keepers.Spawned keeper, Session session, KeeperMessage message)
            throws IOException, ContainerException {
        if (!(message instanceof KeeperMessage.Started)) {
            session.close();
            return notStarted(plan, keeper, message);
        }
        watch(keeper, session);
        return session;
    }

    private Keepers.Heard heard(Keepers.Spawned keeper) throws IOException {
        Optional<Keepers.Heard> heard = keepers.receive(keeper.control());
        if (heard.isEmpty()) {
            keeper.control().close();
            keepers.waitForEnd(keeper.pidfd());
            throw new IOException("its keeper was killed");
        }
        return heard.get();
    }

    private void watch(Keepers.Spawned keeper, Session session) throws IOException {
        var unused = keepers.awaitEnd(keeper.pidfd()).thenRun(() -> session.ended(keepers));
    }

    /** A command that is not there or not executable is a session that has ended, as a shell would have it. */
    private ExecSession notStarted(LaunchPlan plan, Keepers.Spawned keeper, KeeperMessage message)
            throws IOException, ContainerException {
        keeper.control().close();
        keepers.waitForEnd(keeper.pidfd());
        if (!(message instanceof KeeperMessage.Failed failed)) {
            throw new IOException("its keeper said " + message);
        }
        String text = FailureText.of(plan, failed.step(), failed.failure());
        if (failed.failure().opcode() != ProcessStep.Exec.OPCODE) {
            throw new ContainerException(text);
        }
        return Session.over(failed.failure().exitCode(), text);
    }
}

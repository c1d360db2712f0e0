package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.runtime.linux.Kernel;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon in a process of its own that promotes a release, and is killed at its n-th step. */
final class CutPromotion implements Witness {
    private final int cut;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean counts;

    private CutPromotion(int cut) {
        this.cut = cut;
    }

    /** Arguments: those of the scratch host, the step, the files with the YAML of dev and of prod. */
    public static void main(String[] arguments) throws Exception {
        int own = arguments.length - 3;
        CutPromotion witness = new CutPromotion(Integer.parseInt(arguments[own]));
        String dev = Files.readString(Path.of(arguments[own + 1]));
        String prod = Files.readString(Path.of(arguments[own + 2]));
        Setting setting = ScratchHost.settingOf(arguments, witness);
        Path directory = Path.of(arguments[own + 1]).resolveSibling(".");
        Fleet fleet = new Fleet(setting.directories().socket(), directory);
        Kernel.live().bootTimeNanos();
        Epoll.ensureAvailability();
        if (System.in.read() < 0) {
            return;
        }
        Daemon daemon = Daemon.start(setting);
        fleet.up(dev, prod);
        witness.counts = true;
        System.out.println("promoted: " + fleet.promote());
        witness.counts = false;
        fleet.down();
        daemon.close();
        System.exit(0);
    }

    @Override
    public void performed(Action action) {
        step("after " + action.text());
    }

    @Override
    public void writing(Path file) {
        step("before writing " + file);
    }

    @Override
    public void written(Path file) {
        step("after writing " + file);
    }

    private void step(String what) {
        if (counts && steps.incrementAndGet() == cut) {
            System.out.println("killed " + what);
            System.out.flush();
            Runtime.getRuntime().halt(CutDaemon.KILLED);
        }
    }
}

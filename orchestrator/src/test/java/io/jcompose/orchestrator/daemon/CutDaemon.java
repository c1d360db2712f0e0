package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import io.jcompose.orchestrator.plan.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon in a process of its own that brings a project up and down, and is killed at its n-th step. */
final class CutDaemon implements Witness {
    static final int KILLED = 137;

    private final int cut;
    private final AtomicInteger steps = new AtomicInteger();

    private CutDaemon(int cut) {
        this.cut = cut;
    }

    /** Arguments: those of the scratch host, the step, the file with the YAML. */
    public static void main(String[] arguments) throws Exception {
        String[] host = Arrays.copyOf(arguments, arguments.length - 2);
        int cut = Integer.parseInt(arguments[arguments.length - 2]);
        Path yaml = Path.of(arguments[arguments.length - 1]);
        Setting setting = ScratchHost.settingOf(host, new CutDaemon(cut));
        Daemon daemon = Daemon.start(setting);
        Stack stack = new Stack(setting.directories().socket(), yaml.resolveSibling("."));
        stack.up(Files.readString(yaml));
        System.out.println("is up");
        stack.down();
        daemon.close();
        System.exit(0);
    }

    @Override
    public void performed(Action action) {
        step("after " + action.text());
    }

    @Override
    public void writing(Path file) {
        step("before writing " + file.getFileName());
    }

    @Override
    public void written(Path file) {
        step("after writing " + file.getFileName());
    }

    private void step(String what) {
        if (steps.incrementAndGet() == cut) {
            System.out.println("killed " + what);
            System.out.flush();
            Runtime.getRuntime().halt(KILLED);
        }
    }
}

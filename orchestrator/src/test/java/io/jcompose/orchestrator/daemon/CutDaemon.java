package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.runtime.linux.Kernel;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A daemon in a process of its own that goes through a story, and is killed at its n-th step. It begins when a line comes
 * on standard input, so that the next process can be loaded while this one is looked after.
 */
final class CutDaemon implements Witness {
    static final int KILLED = 137;

    private final int cut;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean counts;

    static final String MADE_ANEW = "another";

    /** What the daemon is asked to do. */
    enum Story {
        /** Up and down, cut anywhere. */
        UP_AND_DOWN,
        /** Up, then cut while a network and a volume are made anew. */
        REMAKES,
        /** Up, then cut while a changed file is brought up, a service is restarted, and all are stopped and started. */
        CHANGES
    }

    private CutDaemon(int cut) {
        this.cut = cut;
    }

    /** Arguments: those of the scratch host, the story, the step, the file with the YAML. */
    public static void main(String[] arguments) throws Exception {
        int own = arguments.length - 3;
        Story story = Story.valueOf(arguments[own]);
        CutDaemon witness = new CutDaemon(Integer.parseInt(arguments[own + 1]));
        Path yaml = Path.of(arguments[own + 2]);
        Setting setting = ScratchHost.settingOf(arguments, witness);
        Stack stack = new Stack(setting.directories().socket(), yaml.resolveSibling("."));
        String text = Files.readString(yaml);
        load(stack, text);
        if (System.in.read() < 0) {
            return;
        }
        Daemon daemon = Daemon.start(setting);
        witness.tell(story, stack, text);
        daemon.close();
        System.exit(0);
    }

    private static void load(Stack stack, String yaml) throws Exception {
        Kernel.live().bootTimeNanos();
        stack.request(yaml);
        Epoll.ensureAvailability();
    }

    private void tell(Story story, Stack stack, String yaml) throws Exception {
        counts = story == Story.UP_AND_DOWN;
        System.out.println("begins");
        stack.up(yaml);
        System.out.println("is up");
        if (story == Story.UP_AND_DOWN) {
            stack.down();
            return;
        }
        counts = true;
        if (story == Story.REMAKES) {
            String anew = yaml.replace("made: \"one\"", "made: \"" + MADE_ANEW + "\"");
            stack.up(stack.request(anew).discarding(List.of("shop_data")));
            System.out.println("is made anew");
            counts = false;
            stack.down();
            return;
        }
        stack.up(yaml.replace("# changed: ", ""));
        System.out.println("is changed");
        stack.restart("web");
        System.out.println("is restarted");
        stack.stop();
        System.out.println("is stopped");
        stack.start();
        System.out.println("is started");
        counts = false;
        stack.down();
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
        if (counts && steps.incrementAndGet() == cut) {
            System.out.println("killed " + what);
            System.out.flush();
            Runtime.getRuntime().halt(KILLED);
        }
    }
}

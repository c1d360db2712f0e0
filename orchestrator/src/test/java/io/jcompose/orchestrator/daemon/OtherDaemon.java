package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import java.util.concurrent.CountDownLatch;

/** A daemon in a process of its own that serves until it is killed. Arguments: those of the scratch host. */
final class OtherDaemon {
    private OtherDaemon() {}

    public static void main(String[] arguments) throws Exception {
        Daemon.start(ScratchHost.settingOf(arguments, Witness.NONE));
        new CountDownLatch(1).await();
    }
}

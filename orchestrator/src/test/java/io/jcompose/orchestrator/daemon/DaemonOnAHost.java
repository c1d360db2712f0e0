package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Tests of a class share a host with a daemon; after each the project is down, and nothing is left of it. */
abstract class DaemonOnAHost {
    static ScratchHost host;
    static Stack stack;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        host.startDaemon();
        stack = host.stack();
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        down();
        assertThat(host.left()).isEmpty();
    }

    /** Takes away what a test made. */
    void down() throws Exception {
        stack.down();
    }
}

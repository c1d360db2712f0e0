package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Start, end, and restart of containers. */
final class ContainerLifeKernelTest {
    private Host host;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    @Test
    void exitCodeIsTheCommands() throws Exception {
        assertThat(host.run(Host.shell("exit 42")).code()).isEqualTo(42);
    }

    @Test
    void aSignalsExitCodeIs128AndTheSignal() throws Exception {
        String id = host.start(Host.spec("sleep", "1000"));
        assertThat(host.status(id)).isInstanceOf(ContainerStatus.Running.class);
        host.containers.signal(id, 9);
        assertThat(host.awaitExit(id).code()).isEqualTo(137);
    }

    @Test
    void outputIsLogged() throws Exception {
        var spec = Host.shell("echo out; echo err >&2; echo -n open");
        host.run(spec);
        assertThat(host.log(spec.id())).containsExactlyInAnyOrder("out", "2:err", "open+");
    }
}

package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.client.BuildClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HEALTHCHECK of an image, in containers of services. */
class ImageProbeKernelTest {
    private ScratchHost host;
    private Stack stack;

    @BeforeEach
    void aHost() throws Exception {
        host = new ScratchHost();
        host.startDaemon();
        stack = host.stack();
    }

    @AfterEach
    void noHost() throws Exception {
        host.close();
    }

    @Test
    void theProbeOfAnImageCountsWhereTheServiceHasNone() throws Exception {
        stack.up("services: {web: {image: jcompose/shell, command: sleep 1000, init: true, stop_grace_period: 100ms}}");
        String probe = "HEALTHCHECK --interval=100ms --timeout=5s CMD [\"test\", \"-e\", \"/etc/passwd\"]";
        stack.client()
                .builds()
                .commit(Stack.PROJECT, "web", 0, new BuildClient.Commit("probed:1", "", "", List.of(probe), true));
        stack.down();
        stack.up("""
                services:
                  own: {image: "probed:1", command: sleep 1000, init: true, stop_grace_period: 100ms}
                  none:
                    image: "probed:1"
                    command: sleep 1000
                    init: true
                    stop_grace_period: 100ms
                    healthcheck: {disable: true}
                  after:
                    image: jcompose/shell
                    command: sleep 1000
                    init: true
                    stop_grace_period: 100ms
                    depends_on: {own: {condition: service_healthy}}
                """);
        assertThat(stack.row("own").health()).isEqualTo("healthy");
        assertThat(stack.row("none").health()).isEqualTo("none");
        assertThat(stack.row("after").state()).isEqualTo("running");
        stack.down();
    }
}

package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyKernelTest {
    private static final int CONTAINERS = 12;
    private static final int THREADS = 6;

    private static void all(ExecutorService threads, List<Callable<Object>> work) throws Exception {
        for (Future<Object> done : threads.invokeAll(work)) {
            done.get();
        }
    }

    @Test
    void callsFromManyThreadsLeaveWhatTheyWouldOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ScratchHost host = new ScratchHost()) {
            host.network("front");
            for (int i = 0; i < CONTAINERS; i++) {
                host.namespace("c" + i);
            }
            List<Callable<Object>> work = new ArrayList<>();
            for (int i = 0; i < CONTAINERS; i++) {
                String name = "c" + i;
                int port = 8000 + i;
                work.add(() -> {
                    String address = host.connect(name, "front");
                    host.networks().disconnect(name, "front");
                    host.connect(name, "front");
                    host.networks().reserve(name, null, port, port, Transport.TCP);
                    host.networks()
                            .publish(List.of(new Publication(
                                    null, port, Transport.TCP, List.of(new Publication.Target(address, 80)))));
                    return host.networks().ensure(new NetworkSpec("own" + port, false, null, null));
                });
            }
            all(threads, work);

            assertThat(host.networks().check().isEmpty()).isTrue();
            assertThat(host.networks().endpoints())
                    .hasSize(CONTAINERS)
                    .extracting(Endpoint::address)
                    .doesNotHaveDuplicates();
            assertThat(host.networks().networks()).hasSize(1 + CONTAINERS);

            List<Endpoint> before = host.networks().endpoints();
            host.restart();
            assertThat(host.networks().endpoints()).isEqualTo(before);
            assertThat(host.networks().check().isEmpty()).isTrue();

            work.clear();
            for (int i = 0; i < CONTAINERS; i++) {
                String name = "c" + i;
                String own = "own" + (8000 + i);
                work.add(() -> {
                    host.networks().disconnect(name, "front");
                    host.networks().release(name);
                    host.networks().remove(own);
                    return name;
                });
            }
            all(threads, work);
            host.networks().remove("front");

            assertThat(host.linksOfOurs()).isEmpty();
            assertThat(host.tableExists()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }
}

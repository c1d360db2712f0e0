package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.publish.Reservation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseJsonTest {
    private static final Leases LEASES = new Leases(
            List.of(
                    new NetworkState(
                            new NetworkSpec("p_front", false, null, null), "jcx", "172.17.0.0/16", "172.17.0.1"),
                    new NetworkState(
                            new NetworkSpec("p \"back\"", true, "10.5.0.0/16", "10.5.0.9"),
                            "jcy",
                            "10.5.0.0/16",
                            "10.5.0.9")),
            List.of(new Endpoint("c1", "p_front", "eth0", "172.17.0.2", 16, "02:42:ac:11:00:02", "jvx")),
            List.of(
                    new Reservation("c1", null, 8080, 8090, Transport.TCP, 8081),
                    new Reservation("c1", "127.0.0.1", 0, 0, Transport.UDP, 40000)),
            List.of(
                    new Publication(
                            null,
                            8081,
                            Transport.TCP,
                            List.of(
                                    new Publication.Target("172.17.0.2", 80),
                                    new Publication.Target("172.17.0.3", 80))),
                    new Publication("127.0.0.1", 40000, Transport.UDP, List.of())));

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        assertThat(LeaseJson.read(LeaseJson.write(LEASES))).isEqualTo(LEASES);
        assertThat(LeaseJson.read(LeaseJson.write(Leases.NONE))).isEqualTo(Leases.NONE);
    }

    @Test
    void unknownFieldsAreIgnored() throws Exception {
        String text = LeaseJson.write(LEASES)
                .replace("\"version\" : 1,", "\"version\" : 1, \"extra\" : {\"a\" : [1]}, \"more\" : 2,")
                .replace("\"owner\"", "\"later\" : [\"x\"], \"owner\"");

        assertThat(LeaseJson.read(text)).isEqualTo(LEASES);
    }

    @Test
    void aNewerVersionIsRefused() {
        assertThatThrownBy(() -> LeaseJson.read("{\"version\": 2}"))
                .isInstanceOf(IOException.class)
                .hasMessage("version 2, newer than this program understands");
    }

    @Test
    void brokenTextIsAFailureWithWords() {
        for (String text : List.of("", "[]", "{", "{\"networks\": [1]}", "{\"networks\": [{}]}", "{\"ports\": [{}]}")) {
            assertThatThrownBy(() -> LeaseJson.read(text)).as(text).isInstanceOf(IOException.class);
        }
    }
}

package io.jcompose.orchestrator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private static int count(String... sockets) {
        var text = new StringBuilder(HEADING);
        for (int i = 0; i < sockets.length; i++) {
            text.append("   ").append(i).append(": ").append(sockets[i]).append(" 00000000:00000000 00:00000000 0\n");
        }
        return Connections.count(text.toString().lines());
    }

    @Test
    void countsWhatIsServed() {
        assertThat(count(
                        "00000000:0050 00000000:0000 0A",
                        "030012AC:0050 010012AC:C350 01",
                        "030012AC:0050 010012AC:C351 08"))
                .isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsOverWhatItAskedItselfAndItsProbes() {
        assertThat(count(
                        "00000000:0050 00000000:0000 0A",
                        "030012AC:0050 010012AC:C350 06",
                        "030012AC:C351 040012AC:1538 01",
                        "0100007F:0050 0100007F:C352 01"))
                .isZero();
    }

    @Test
    void readsTheOtherTableToo() {
        String any = "00000000000000000000000000000000";
        assertThat(count(any + ":1F90 " + any + ":0000 0A", any + ":1F90 0000000000000000FFFF0000010012AC:C350 01"))
                .isEqualTo(1);
    }

    @Test
    void isNotMisledByWhatIsNoTable() {
        assertThat(Connections.count("a b c\n\nx:y\n".lines())).isZero();
    }
}

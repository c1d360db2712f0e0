package io.jcompose.network.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortUsersTest {
    private static final List<String> LINES = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100",
            "   1: 00000000:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100",
            "   2: 0100007F:1F90 0100007F:C350 06 00000000:00000000 03:00000123 00000000     0        0 0 3 0");

    @Test
    void theSocketsOfAPortAreFound() {
        assertThat(PortUsers.inodes(LINES, 8080)).containsExactly("socket:[4711]");
        assertThat(PortUsers.inodes(LINES, 53)).containsExactly("socket:[4712]");
        assertThat(PortUsers.inodes(LINES, 80)).isEmpty();
    }
}

package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessesTest {
    private static final String STAT = "7 (a) b (c)) %s 1 7 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 %d 0 4711 0 0";

    @Test
    void aProcessIsNamedByItsStart() throws Exception {
        assertThat(Processes.parseStartTime(STAT.formatted("S", 1))).hasValue(4711);
        assertThat(Processes.startTime((int) ProcessHandle.current().pid())).isPresent();
        assertThat(Processes.startTime(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void aZombieHasEndedUnlessOtherThreadsOfItRun() {
        assertThat(Processes.parseStartTime(STAT.formatted("Z", 1))).isEmpty();
        assertThat(Processes.parseStartTime(STAT.formatted("X", 0))).isEmpty();
        assertThat(Processes.parseStartTime(STAT.formatted("Z", 2))).hasValue(4711);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aRealZombieHasEnded() throws Exception {
        // The shell has become a program that waits for no child before this one ends.
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 60")
                .redirectErrorStream(true)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII))) {
            int child = Integer.parseInt(said.readLine());
            while (!Files.readString(Path.of("/proc/" + parent.pid() + "/comm")).equals("sleep\n")) {
                Thread.onSpinWait();
            }
            assertThat(Processes.startTime(child)).isPresent();
            parent.getOutputStream().close();
            while (Processes.startTime(child).isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(Files.readString(Path.of("/proc/" + child + "/stat"))).contains(") Z ");
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}

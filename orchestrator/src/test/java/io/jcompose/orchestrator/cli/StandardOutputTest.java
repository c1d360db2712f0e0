package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<Integer> codes = new ArrayList<>();

    /** What a command prints into. */
    private PrintStream to(OutputStream target) {
        PrintStream err = new PrintStream(told, false, StandardCharsets.UTF_8);
        return new PrintStream(
                new BufferedOutputStream(new StandardOutput(target, err, codes::add)), false, StandardCharsets.UTF_8);
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private static void print(PrintStream out) {
        out.println("web-1  | a line");
        out.flush();
    }

    @Test
    void aCommandWhoseOutputNobodyReadsEndsSilentlyAsBySigpipe() {
        print(to(failing("Broken pipe")));
        assertThat(codes).containsExactly(141);
        assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anOutputThatCannotBeWrittenIsTold() {
        print(to(failing("No space left on device")));
        assertThat(codes).isNotEmpty();
        assertThat(told.toString(StandardCharsets.UTF_8))
                .isEqualTo("jcompose: cannot write the output: No space left on device\n");
    }

    @Test
    void whatIsReadGoesThroughAndNothingEnds() {
        var read = new ByteArrayOutputStream();
        print(to(read));
        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("web-1  | a line\n");
        assertThat(codes).isEmpty();
    }
}

package io.jcompose.orchestrator.cli.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The terminal's settings through stty(1), which knows every kernel's layout and costs no native code here. */
public final class Stty {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private Stty() {}

    /** Rows and columns; both 0 when it is unknown. */
    public record Size(int rows, int columns) {}

    /** The size of the controlling terminal. */
    public static Size size() {
        try {
            String[] numbers = run("size").split(" ");
            return new Size(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return new Size(0, 0);
        }
    }

    /** The settings in a form that {@link #restore} takes. */
    public static String save() throws IOException {
        return run("-g");
    }

    /** Passes every byte on as it is typed. */
    public static void raw() throws IOException {
        run("raw", "-echo");
    }

    /** Shows nothing of what is typed. */
    public static void silent() throws IOException {
        run("-echo");
    }

    /** Puts back what {@link #save} gave. */
    public static void restore(String saved) throws IOException {
        run(saved);
    }

    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(TERMINAL.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("stty " + String.join(" ", arguments) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while setting the terminal", e);
        }
        return said;
    }
}

package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message.LogLine;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Prints containers' lines behind their names: {@code web-1  | text}, what they wrote to stderr on stderr. For any thread.
 */
public final class LogPrinter {
    private final Console console;
    private final Look look;
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final Map<String, LogLine> unfinished = new LinkedHashMap<>();
    private int width;
    private boolean wroteErr;

    /** Colours, and what stands before each line. */
    public record Look(Palette palette, boolean prefix, boolean timestamps) {}

    public LogPrinter(Console console, Look look) {
        this.console = console;
        this.look = look;
    }

    /** Announces names, so that colours and width do not depend on who writes first. */
    public synchronized void expect(Collection<String> containers) {
        new TreeSet<>(containers).forEach(this::remember);
    }

    /** Prints a line, or a piece of one. */
    public synchronized void print(LogLine line) {
        PrintStream stream = stream(line.error());
        if (unfinished.remove(key(line)) == null) {
            startLine(stream, line.container());
            if (look.timestamps()) {
                stream.append(line.time()).append(' ');
            }
        }
        stream.append(line.text());
        if (line.partial()) {
            unfinished.put(key(line), line);
        } else {
            stream.append('\n');
        }
    }

    /** Prints what happened to a container, in its place among its lines. */
    public synchronized void tell(String container, String sentence) {
        PrintStream stream = stream(false);
        if (look.prefix()) {
            stream.append(look.palette().prefix(number(container), container)).append(' ');
        } else {
            stream.append(container).append(' ');
        }
        stream.append(sentence).append('\n');
        flush();
    }

    /** Prints what is done about changed files, in its place among the lines. */
    public synchronized void tellOfWatching(String sentence) {
        PrintStream stream = stream(false);
        stream.append(look.palette().good(" ".repeat(Math.max(width, 1)) + " \u29bf "))
                .append(sentence)
                .append('\n');
        flush();
    }

    /** Prints a sentence of our own, about all. */
    public synchronized void tellAll(String sentence) {
        flush();
        console.err().println(sentence);
        console.err().flush();
    }

    /** Makes visible what was printed. */
    public synchronized void flush() {
        console.out().flush();
        console.err().flush();
    }

    private static String key(LogLine line) {
        return line.container() + (line.error() ? "!" : "");
    }

    /** The two streams often are one terminal: what came first must be seen first. */
    private PrintStream stream(boolean error) {
        PrintStream stream = error ? console.err() : console.out();
        if (error != wroteErr) {
            flush();
            wroteErr = error;
        }
        return stream;
    }

    private void startLine(PrintStream stream, String container) {
        if (look.prefix()) {
            remember(container);
            stream.append(prefixes.get(container));
        }
    }

    private int number(String container) {
        remember(container);
        return new java.util.ArrayList<>(prefixes.keySet()).indexOf(container);
    }

    private void remember(String container) {
        if (prefixes.containsKey(container)) {
            return;
        }
        prefixes.put(container, "");
        width = Math.max(width, container.length());
        int n = 0;
        for (Map.Entry<String, String> entry : prefixes.entrySet()) {
            String padded = entry.getKey() + " ".repeat(width - entry.getKey().length() + 1) + " | ";
            entry.setValue(look.palette().prefix(n++, padded));
        }
    }
}

package io.jcompose.runtime.build.dockerfile;

import io.jcompose.runtime.ContainerException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with one Dockerfile, each with its place and its line. */
public final class Mistakes {
    private static final int MOST_SHOWN = 20;
    private static final int WIDEST = 100;
    private static final int LONGEST_LINE = 1_100;

    private final String file;
    private final String text;
    private final List<String> found = new ArrayList<>();

    public Mistakes(String file, String text) {
        this.file = file;
        this.text = text;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether so much is wrong already that more would help nobody. */
    boolean isFull() {
        return found.size() >= MOST_SHOWN;
    }

    public void add(Place place, String message) {
        if (!isFull()) {
            found.add(rendered(place, message));
        }
    }

    /** The sentence of an error: file, line, column, what is wrong, and the line with a caret. */
    public String rendered(Place place, String message) {
        String start = file + ":" + place.line() + ":" + place.column() + ": " + shortened(message);
        String line = text.lines().skip(place.line() - 1L).findFirst().orElse("");
        int column = place.column();
        if (line.isBlank() || line.length() > WIDEST || column > line.length() + 1) {
            return start;
        }
        return start + "\n    " + line.replace('\t', ' ') + "\n    " + " ".repeat(column - 1) + "^";
    }

    /** A message may have words of the file in it, which may be as long as the file. */
    private static String shortened(String message) {
        if (message.length() <= LONGEST_LINE) {
            return message;
        }
        return message.lines()
                .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...")
                .collect(Collectors.joining("\n"));
    }

    /** @throws ContainerException when anything was found, with all of it */
    public void check() throws ContainerException {
        if (!found.isEmpty()) {
            throw new ContainerException(String.join("\n", found));
        }
    }
}

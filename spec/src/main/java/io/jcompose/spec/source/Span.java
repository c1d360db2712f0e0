package io.jcompose.spec.source;

/**
 * A place in a file.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 */
public record Span(String file, int line, int column) implements Comparable<Span> {
    /** Of what stands in no file. */
    public static final Span NOWHERE = new Span("", 0, 0);

    public boolean isNowhere() {
        return line == 0;
    }

    /** In the order of reading. */
    @Override
    public int compareTo(Span other) {
        int files = file.compareTo(other.file);
        if (files != 0) {
            return files;
        }
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

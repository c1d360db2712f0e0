package io.jcompose.spec.source;

/**
 * A place in a file.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 */
public record Span(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

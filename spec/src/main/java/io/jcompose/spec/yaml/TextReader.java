package io.jcompose.spec.yaml;

import java.io.Reader;
import java.util.Arrays;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * A text for SnakeYAML's scanner, all of it at hand. The library's own reader copies what a scalar has so far with each
 * 1024 characters: time that grows with the square of a scalar's length. It is given nothing to read here.
 */
final class TextReader extends StreamReader {
    private static final int[] NO_EXCERPT = {};

    private final int[] text;
    private int at;
    private int line;
    private int column;
    private int documentIndex;

    /** The text must have only characters that YAML allows. */
    TextReader(String text) {
        super(Reader.nullReader());
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (Character.isHighSurrogate((char) c)) {
                c = text.codePointAt(i++);
            }
            points[count++] = c;
        }
        this.text = count == points.length ? points : Arrays.copyOf(points, count);
    }

    @Override
    public Mark getMark() {
        return new Mark("", at, line, column, NO_EXCERPT, 0);
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && at < text.length; i++) {
            int c = text[at++];
            documentIndex++;
            if (Constant.LINEBR.has(c) || (c == '\r' && at < text.length && text[at] != '\n')) {
                line++;
                column = 0;
            } else if (c != 0xFEFF) {
                column++;
            }
        }
    }

    /** 0 at the end. */
    @Override
    public int peek() {
        return at < text.length ? text[at] : 0;
    }

    @Override
    public int peek(int distance) {
        return distance < text.length - at ? text[at + distance] : 0;
    }

    @Override
    public String prefix(int length) {
        return new String(text, at, Math.min(length, text.length - at));
    }

    /** For text without line breaks. */
    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        at += length;
        documentIndex += length;
        column += length;
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getDocumentIndex() {
        return documentIndex;
    }

    @Override
    public void resetDocumentIndex() {
        documentIndex = 0;
    }

    @Override
    public int getIndex() {
        return at;
    }

    @Override
    public int getLine() {
        return line;
    }
}

package io.jcompose.runtime.build.dockerfile;

/** What is wrong with one instruction. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final int offset;

    /** Wrong as a whole. */
    public Malformed(String message) {
        this(message, 0);
    }

    /** @param offset characters into the instruction's text */
    Malformed(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

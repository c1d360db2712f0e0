package io.jcompose.runtime.registry;

/** What others sent, made fit for a sentence: one line, no control characters, not too long. */
final class Plain {
    private Plain() {}

    static String text(String foreign, int longest) {
        String line = foreign.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() > longest ? line.substring(0, longest) + "..." : line;
    }
}

package io.jcompose.runtime.build.dockerfile;

/**
 * A document inside an instruction.
 *
 * @param name its terminator, and the name of the file that COPY makes of it
 * @param content the lines between, as written
 * @param expand whether variables in it are expanded: its name was not quoted
 * @param chomp whether tabs before its lines are taken away ({@code <<-})
 */
public record Heredoc(String name, String content, boolean expand, boolean chomp) {
    /** The content, without the tabs that are only there for the eye. */
    public String text() {
        return chomp ? content.replaceAll("(?m)^\t+", "") : content;
    }
}

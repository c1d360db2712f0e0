package io.jcompose.runtime.build.dockerfile;

import java.util.List;

/** A command in one of its two forms. */
public sealed interface Command {
    /** Program and arguments. */
    record Exec(List<String> words) implements Command {
        public Exec {
            words = List.copyOf(words);
        }
    }

    /** A line for the shell. */
    record Shell(String line) implements Command {}
}

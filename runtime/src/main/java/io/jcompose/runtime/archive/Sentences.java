package io.jcompose.runtime.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What the JDK's exceptions of files mean. */
final class Sentences {
    private Sentences() {}

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " is not there";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + " may not be read or written by this user";
        }
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return "the disk is full";
        }
        return String.valueOf(e.getMessage());
    }
}

package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first line of a script (execve(2), interpreter scripts). */
final class Script {
    /** BINPRM_BUF_SIZE: what the kernel reads of that line. */
    private static final int LONGEST_LINE = 256;

    private Script() {}

    /** The interpreter, and for {@code /usr/bin/env NAME} also the program that it finds; none when it is no script. */
    static List<Path> interpreters(ElfSource source, Host host) throws IOException {
        ByteBuffer start = source.read(0, LONGEST_LINE);
        String text = StandardCharsets.ISO_8859_1.decode(start).toString();
        if (!text.startsWith("#!")) {
            return List.of();
        }
        String[] words = text.substring(2).split("[\n\u0000]", 2)[0].strip().split("[ \\t]+");
        List<Path> found = new ArrayList<>();
        Host.path(words[0]).ifPresent(found::add);
        if (words[0].endsWith("/env")) {
            for (int i = 1; i < words.length; i++) {
                if (!words[i].startsWith("-") && !words[i].contains("=")) {
                    host.program(words[i]).ifPresent(found::add);
                    break;
                }
            }
        }
        return found;
    }
}

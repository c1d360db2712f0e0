package io.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What /proc says about processes of this boot. */
final class Processes {
    private Processes() {}

    /** Tells this boot from others. */
    static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /**
     * When the process started, clock ticks since boot (with the pid, it names a process); empty when there is none, or
     * only its parent has not heard of its end yet.
     */
    static OptionalLong startTime(int pid) throws IOException {
        try {
            return parseStartTime(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            // The process ended between open and read: read(2) says ESRCH.
            if (!Files.exists(Path.of("/proc/" + pid))) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** The effective id of /proc/PID/status, the second of the four behind {@code Uid} or {@code Gid} (proc(5)). */
    static int effectiveId(String status, String which) {
        return status.lines()
                .filter(line -> line.startsWith(which + ":"))
                .map(line -> Integer.parseUnsignedInt(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + which + " in a status"));
    }

    /**
     * Field 22 of /proc/PID/stat (proc(5)); the name, field 2, may hold spaces and brackets. A zombie (field 3) has ended,
     * unless it is only a first thread that has ended before others (field 20).
     */
    static OptionalLong parseStartTime(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean zombie = afterName[0].equals("Z") || afterName[0].equals("X");
        boolean ended = zombie && Integer.parseInt(afterName[20 - 3]) <= 1;
        return ended ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(afterName[22 - 3]));
    }
}

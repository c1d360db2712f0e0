package io.jcompose.runtime.keeper;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keeper program in a sealed memory file: a container that reaches it by /proc/PID/exe cannot change it
 * (CVE-2019-5736).
 */
public final class KeeperProgram implements AutoCloseable {
    /** Numbers of the keeper's descriptors (keeper.h). */
    public static final int CONTROL = 3;

    private static final int PROGRAM = 4;
    /** The first number that is free for a plan's own use. */
    public static final int FIRST_FREE = 5;

    private final Kernel kernel;
    private final Fd program;
    private final Fd nothing;

    private KeeperProgram(Kernel kernel, Fd program) throws IOException {
        this.kernel = kernel;
        this.program = program;
        this.nothing = kernel.open(Path.of("/dev/null"), Flags.O_RDWR, 0);
    }

    /** Loads the program that was compiled for this machine. */
    public static KeeperProgram load(Kernel kernel) throws IOException {
        String name = "keeper-" + architecture();
        try (InputStream in = KeeperProgram.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "this build has no " + name + ": build jcompose on a machine of this architecture");
            }
            return new KeeperProgram(kernel, kernel.sealedFile("keeper", in.readAllBytes()));
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /**
     * Starts a keeper and gives it a plan.
     *
     * @param role what {@code ps} shows, as {@code container 1f00}
     * @param control the keeper's end of a socket pair
     * @param descriptors more descriptors for it; 3 and 4 are taken, 0 to 2 are /dev/null unless they are given
     * @return its process id; it waits for its plan on {@code control}
     */
    public int spawn(String role, Fd control, Map<Integer, Fd> descriptors) throws IOException {
        Map<Integer, Fd> all = new HashMap<>(Map.of(0, nothing, 1, nothing, 2, nothing));
        all.putAll(descriptors);
        all.put(CONTROL, control);
        all.put(PROGRAM, program);
        return kernel.spawn("/proc/self/fd/" + PROGRAM, List.of("jcompose-keeper: " + role), List.of(), all);
    }

    @Override
    public void close() throws IOException {
        nothing.close();
        program.close();
    }
}

package io.jcompose.orchestrator.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Java processes with the class path of this one: daemons that can be killed. */
final class Children {
    private final String classPath;
    private final List<String> flags;

    private Children(String classPath, List<String> flags) {
        this.classPath = classPath;
        this.flags = flags;
    }

    /** As they are. */
    static Children plain() {
        return new Children(ownClassPath(), List.of());
    }

    /** Those that write an archive of the classes they have loaded when they end; classes are in jars for that. */
    static Children training(Path archive) throws IOException {
        return new Children(jars(archive), List.of("-XX:ArchiveClassesAtExit=" + archive));
    }

    /** Those that begin with what {@link #training} wrote. */
    Children trained(Path archive) {
        return new Children(classPath, List.of("-XX:SharedArchiveFile=" + archive));
    }

    private static String ownClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String jars(Path archive) throws IOException {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> jars = new ArrayList<>();
        for (String entry : ownClassPath().split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path packed = archive.resolveSibling("classes-" + jars.size() + ".jar");
                if (jar.run(System.out, System.err, "-c", "-f", packed.toString(), "-C", entry, ".") != 0) {
                    throw new IOException("cannot pack " + entry);
                }
                jars.add(packed.toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** Starts {@code main}; what it says goes to {@code output}. */
    Process start(Class<?> main, List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(flags);
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}

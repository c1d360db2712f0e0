package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build step {@code src/build/PlainLambdas.java}, on lambdas of all kinds and on what is shipped. */
class PlainLambdasIT {
    private static final Path LIB = Path.of("target", "lib").toAbsolutePath();
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    @TempDir
    Path directory;

    @Test
    void lambdasOfAllKindsDoTheSameWithoutTheFactory() throws Exception {
        Path jar = packed(Lambdas.class);
        rewrite(jar);
        assertThat(classes(jar))
                .filteredOn(each -> each.name().contains("$$Plain"))
                .hasSizeGreaterThan(25);
        assertThat(classes(jar)).noneMatch(each -> each.text().contains(FACTORY));
        assertThat(run(jar)).isEqualTo(new Lambdas().get());
    }

    @Test
    void aJarWithoutLambdasIsLeftAsItIs() throws Exception {
        Path jar = packed(Lambdas.class);
        rewrite(jar);
        byte[] once = Files.readAllBytes(jar);
        rewrite(jar);
        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
    }

    @Test
    void everyClassThatIsShippedPassesTheVerifier() throws Exception {
        int found = 0;
        try (URLClassLoader loader = loader(jars())) {
            for (Path jar : jars()) {
                for (Entry each : classes(jar)) {
                    if (each.name().contains("$$Plain")) {
                        Class.forName(each.name().replace('/', '.').replace(".class", ""), true, loader);
                        found++;
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private Path packed(Class<?> type) throws IOException {
        Path jar = directory.resolve("lambdas.jar");
        Path folder = Path.of("target", "test-classes")
                .resolve(type.getName().replace('.', '/'))
                .getParent();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, new Manifest());
                Stream<Path> classes = Files.list(folder)) {
            for (Path each : classes.filter(
                            path -> path.getFileName().toString().matches(type.getSimpleName() + "(\\$.*)?\\.class"))
                    .toList()) {
                out.putNextEntry(new JarEntry(type.getPackageName().replace('.', '/') + "/" + each.getFileName()));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private void rewrite(Path jar) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        LIB + "/*",
                        "src/build/PlainLambdas.java",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    @SuppressWarnings("unchecked") // What Lambdas implements.
    private static List<String> run(Path jar) throws Exception {
        try (URLClassLoader loader = loader(List.of(jar))) {
            Class<?> type = loader.loadClass(Lambdas.class.getName());
            assertThat(type).isNotSameAs(Lambdas.class);
            return ((Supplier<List<String>>) type.getConstructor().newInstance()).get();
        }
    }

    private static URLClassLoader loader(List<Path> jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private record Entry(String name, String text) {}

    private static List<Entry> classes(Path jar) throws IOException {
        List<Entry> classes = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream()
                    .filter(each -> each.getName().endsWith(".class"))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    classes.add(new Entry(entry.getName(), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
                }
            }
        }
        return classes;
    }
}

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives old classes in jars what newer ones have: {@code java -cp ASM StackFrames.java JAR...}
 *
 * <p>Classes older than Java 6 have no stack maps (JVMS 4.7.4). A CDS archive keeps them unverified, and each start of the
 * program infers their types anew: 11 ms of a command for picocli. What the classes do is not changed. A jar without such
 * classes is left as it is.
 */
final class StackFrames {
    private static final String CLASS = ".class";

    private StackFrames() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            rewrite(Path.of(jar));
        }
    }

    private static void rewrite(Path jar) throws IOException {
        long time = Files.getLastModifiedTime(jar).toMillis();
        Map<String, byte[]> entries = new TreeMap<>();
        boolean changed = false;
        try (JarFile file = new JarFile(jar.toFile());
                URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            for (JarEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    byte[] content = in.readAllBytes();
                    boolean old = entry.getName().endsWith(CLASS) && version(content) < Opcodes.V1_6;
                    changed |= old;
                    entries.put(entry.getName(), old ? framed(content, loader) : content);
                }
            }
        }
        if (changed) {
            write(jar, entries, time);
        }
    }

    /** Major version (JVMS 4.1). */
    private static int version(byte[] content) {
        return Byte.toUnsignedInt(content[6]) << 8 | Byte.toUnsignedInt(content[7]);
    }

    private static byte[] framed(byte[] content, ClassLoader loader) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return loader;
            }
        };
        ClassVisitor newer = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String parent, String[] types) {
                super.visit(Opcodes.V1_8, access, name, signature, parent, types);
            }
        };
        new ClassReader(content).accept(newer, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static void write(Path jar, Map<String, byte[]> entries, long time) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        byte[] manifest = entries.remove(JarFile.MANIFEST_NAME);
        try (OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream out = new JarOutputStream(file)) {
            put(out, JarFile.MANIFEST_NAME, manifest, time);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue(), time);
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(time));
    }

    private static void put(JarOutputStream out, String name, byte[] content, long time) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

import static org.objectweb.asm.Opcodes.*;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Makes classes of the lambdas in jars: {@code java -cp ASM:ASM-COMMONS PlainLambdas.java JAR...}
 *
 * <p>A lambda is linked when it is first reached (JVMS 6.5, invokedynamic), 0.15 ms of interpreted code; a class out of the
 * launcher's CDS archive takes a fifth of that. A command that lives for 100 ms reaches 400 lambdas and none of them often.
 * Sources keep their lambdas; tests of modules run on what javac wrote, scenarios on what this wrote.
 *
 * <p>Only {@code LambdaMetafactory.metafactory} is replaced. The new classes are nest mates (JVMS 4.7.28) of those they come
 * from, as the bodies of lambdas are private methods. A jar without lambdas is left as it is.
 */
final class PlainLambdas {
    private static final String CLASS = ".class";

    /** Contents by their names, sorted: the same classes give the same jar. */
    private final Map<String, byte[]> entries = new TreeMap<>();

    private final Map<String, List<String>> mates = new TreeMap<>();

    private PlainLambdas() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            new PlainLambdas().rewrite(Path.of(jar));
        }
    }

    private void rewrite(Path jar) throws IOException {
        long time = Files.getLastModifiedTime(jar).toMillis();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        for (String name : List.copyOf(entries.keySet())) {
            if (name.endsWith(CLASS)) {
                entries.put(name, changed(entries.get(name), Host::new));
            }
        }
        mates.forEach((host, names) ->
                entries.put(host + CLASS, changed(entries.get(host + CLASS), copy -> withMates(copy, names))));
        if (!mates.isEmpty()) {
            write(jar, time);
        }
    }

    private void write(Path jar, long time) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        byte[] manifest = entries.remove(JarFile.MANIFEST_NAME);
        try (OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream out = new JarOutputStream(file)) {
            put(out, JarFile.MANIFEST_NAME, manifest, time);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue(), time);
            }
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(JarOutputStream out, String name, byte[] bytes, long time) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private interface Change {
        ClassVisitor into(ClassWriter copy);
    }

    private static byte[] changed(byte[] bytes, Change change) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes).accept(change.into(writer), 0);
        return writer.toByteArray();
    }

    private static ClassVisitor withMates(ClassWriter copy, List<String> names) {
        return new ClassVisitor(ASM9, copy) {
            @Override
            public void visitEnd() {
                names.forEach(this::visitNestMember);
                super.visitEnd();
            }
        };
    }

    /** A class whose lambdas are replaced while it is copied. */
    private final class Host extends ClassVisitor {
        private String name = "";
        private String nestHost = "";
        private int count;

        Host(ClassVisitor copy) {
            super(ASM9, copy);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String above, String... interfaces) {
            this.name = name;
            this.nestHost = name;
            super.visit(version, access, name, signature, above, interfaces);
        }

        @Override
        public void visitNestHost(String host) {
            nestHost = host;
            super.visitNestHost(host);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String... thrown) {
            return new MethodVisitor(ASM9, super.visitMethod(access, name, type, signature, thrown)) {
                @Override
                public void visitInvokeDynamicInsn(String method, String made, Handle linker, Object... arguments) {
                    boolean lambda = linker.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                            && linker.getName().equals("metafactory");
                    if (lambda) {
                        Type body = (Type) arguments[2];
                        Method called = new Method(method, ((Type) arguments[0]).getDescriptor());
                        String mate = replace(new Method("make", made), called, (Handle) arguments[1], body);
                        super.visitMethodInsn(INVOKESTATIC, mate, "make", made, false);
                    } else {
                        super.visitInvokeDynamicInsn(method, made, linker, arguments);
                    }
                }
            };
        }

        private String replace(Method make, Method called, Handle body, Type exact) {
            String mate = name + "$$Plain" + count++;
            entries.put(mate + CLASS, new Lambda(mate, make, called, body, exact).write(nestHost));
            mates.computeIfAbsent(nestHost, host -> new ArrayList<>()).add(mate);
            return mate;
        }
    }

    /**
     * One lambda, in the words of {@link java.lang.invoke.LambdaMetafactory}.
     *
     * @param make takes what is captured, returns the functional interface
     * @param called the interface's method
     * @param body takes what is captured and the arguments
     * @param exact the types with which the method is called here
     */
    private record Lambda(String name, Method make, Method called, Handle body, Type exact) {
        private static final Type OBJECT = Type.getType(Object.class);
        private static final Type CHARACTER = Type.getType(Character.class);

        byte[] write(String nestHost) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            String[] interfaces = {make.getReturnType().getInternalName()};
            writer.visit(V17, ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, name, null, OBJECT.getInternalName(), interfaces);
            writer.visitNestHost(nestHost);
            Type self = Type.getObjectType(name);
            Type[] captured = make.getArgumentTypes();
            for (int i = 0; i < captured.length; i++) {
                writer.visitField(ACC_PRIVATE | ACC_FINAL, "c" + i, captured[i].getDescriptor(), null, null);
            }
            Method constructor = new Method("<init>", Type.VOID_TYPE, captured);
            construct(new GeneratorAdapter(ACC_PRIVATE, constructor, null, null, writer), self);
            GeneratorAdapter code = new GeneratorAdapter(ACC_STATIC, make, null, null, writer);
            code.newInstance(self);
            code.dup();
            code.loadArgs();
            code.invokeConstructor(self, constructor);
            end(code);
            call(new GeneratorAdapter(ACC_PUBLIC, called, null, null, writer), self);
            writer.visitEnd();
            return writer.toByteArray();
        }

        private void construct(GeneratorAdapter code, Type self) {
            code.loadThis();
            code.invokeConstructor(OBJECT, new Method("<init>", "()V"));
            for (int i = 0; i < make.getArgumentTypes().length; i++) {
                code.loadThis();
                code.loadArg(i);
                code.putField(self, "c" + i, make.getArgumentTypes()[i]);
            }
            end(code);
        }

        private void call(GeneratorAdapter code, Type self) {
            boolean constructs = body.getTag() == H_NEWINVOKESPECIAL;
            Type owner = Type.getObjectType(body.getOwner());
            List<Type> wanted = new ArrayList<>();
            if (constructs) {
                code.newInstance(owner);
                code.dup();
            } else if (body.getTag() != H_INVOKESTATIC) {
                wanted.add(owner);
            }
            wanted.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
            Type[] captured = make.getArgumentTypes();
            for (int i = 0; i < captured.length; i++) {
                code.loadThis();
                code.getField(self, "c" + i, captured[i]);
            }
            for (int i = 0; i < called.getArgumentTypes().length; i++) {
                code.loadArg(i);
                convert(code, called.getArgumentTypes()[i], exact.getArgumentTypes()[i]);
                convert(code, exact.getArgumentTypes()[i], wanted.get(captured.length + i));
            }
            code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            Type result = constructs ? owner : Type.getReturnType(body.getDesc());
            if (called.getReturnType() != Type.VOID_TYPE) {
                convert(code, result, exact.getReturnType());
                convert(code, exact.getReturnType(), called.getReturnType());
            } else if (result != Type.VOID_TYPE) {
                code.visitInsn(result.getSize() == 2 ? POP2 : POP);
            }
            end(code);
        }

        /** Private methods of a nest mate are called as all others (JVMS 6.5, invokevirtual). */
        private int opcode() {
            return switch (body.getTag()) {
                case H_INVOKESTATIC -> INVOKESTATIC;
                case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
                default -> body.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL;
            };
        }

        private static void convert(GeneratorAdapter code, Type from, Type to) {
            if (isPrimitive(from) && isPrimitive(to)) {
                code.cast(from, to);
            } else if (isPrimitive(from)) {
                code.valueOf(from);
            } else if (from.equals(CHARACTER) && isPrimitive(to)) {
                code.unbox(Type.CHAR_TYPE);
                code.cast(Type.CHAR_TYPE, to);
            } else if (isPrimitive(to)) {
                code.unbox(to);
            } else if (!to.equals(from)) {
                code.checkCast(to);
            }
        }

        private static boolean isPrimitive(Type type) {
            return type.getSort() < Type.ARRAY;
        }

        private static void end(GeneratorAdapter code) {
            code.returnValue();
            code.endMethod();
        }
    }
}

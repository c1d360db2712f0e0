package io.jcompose.orchestrator.cli.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals of this process. {@code sun.misc.Signal} (module jdk.unsupported) is the only way of the JDK; it is called by
 * reflection because the compiler's warning about it cannot be suppressed at one place.
 */
final class Interrupts implements AutoCloseable {
    private final Method handle;
    private final List<Former> formers = new ArrayList<>();

    private record Former(Object signal, Object handler) {}

    private Interrupts(Method handle) {
        this.handle = handle;
    }

    /** Runs {@code action} on a thread of its own each time that one of the signals (names without SIG) comes. */
    static Interrupts on(Runnable action, String... signals) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Interrupts interrupts = new Interrupts(signalClass.getMethod("handle", signalClass, handlerClass));
            Object handler = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(),
                    new Class<?>[] {handlerClass},
                    (proxy, method, arguments) -> answer(proxy, method, arguments, action));
            for (String name : signals) {
                Object signal = signalClass.getConstructor(String.class).newInstance(name);
                interrupts.formers.add(new Former(signal, interrupts.set(signal, handler)));
            }
            return interrupts;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    private static Object answer(Object proxy, Method method, Object[] arguments, Runnable action) {
        switch (method.getName()) {
            case "handle" -> action.run();
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return "handler of jcompose";
            }
        }
        return "";
    }

    private Object set(Object signal, Object handler) throws IllegalAccessException, InvocationTargetException {
        return handle.invoke(null, signal, handler);
    }

    /** Puts the former handlers back. */
    @Override
    public void close() {
        try {
            for (Former former : formers) {
                set(former.signal(), former.handler());
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot restore a signal's handler", e);
        }
    }
}

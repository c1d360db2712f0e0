package io.jcompose.spec.fuzz;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import io.jcompose.spec.text.Loader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What must hold for every input. A broken rule is an {@link AssertionError}, which a fuzzer reports with the input. */
public final class Oracle {
    private static final long SLOWEST = 1_000_000_000;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HOME", "/home/me", "A", "1", "B", "$C ${D}", "E", "");

    private Oracle() {}

    /** Code under test: any exception that it throws is a finding. */
    public interface Code {
        void run() throws Exception;
    }

    /**
     * Runs {@code code}: no exception, and no more than a second of this thread's processor time. What took longer is run
     * again, because the first input pays for loading the classes.
     */
    public static void bounded(Code code) {
        if (spent(code) > SLOWEST) {
            long again = spent(code);
            check(again <= SLOWEST, "took " + again / 1_000_000 + " ms");
        }
    }

    private static long spent(Code code) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            code.run();
        } catch (Exception e) {
            throw new AssertionError("an input must give a value or problems", e);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    }

    /** A Compose file loads, and what it means can be said and read again; or there are problems that can be shown. */
    public static void loads(String yaml) {
        bounded(() -> {
            try {
                Loaded loaded = Loader.load(request(yaml));
                String json = Canonical.json(loaded.project(), false);
                same("the canonical JSON read back", json, Canonical.json(Canonical.parse(json), false));
                String text = Canonical.yaml(loaded.project());
                same(
                        "the text of config loaded again",
                        text,
                        Canonical.yaml(Loader.load(request(text)).project()));
                new ProblemRenderer(loaded.texts(), true).render(loaded.warnings());
            } catch (SpecException e) {
                check(!e.problems().isEmpty(), "an exception without problems");
                check(!new ProblemRenderer(e.texts(), true).render(e.problems()).isEmpty(), "problems without text");
            }
        });
    }

    static void same(String what, String wanted, String actual) {
        check(wanted.equals(actual), what + " differs:\n" + wanted + "\n---\n" + actual);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static LoadRequest request(String yaml) {
        return new LoadRequest(
                List.of("-"),
                Path.of("/nowhere/demo"),
                null,
                "demo",
                List.of("*"),
                List.of(),
                ENVIRONMENT,
                List.of(),
                () -> yaml);
    }
}

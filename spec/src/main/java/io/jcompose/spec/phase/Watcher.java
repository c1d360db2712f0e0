package io.jcompose.spec.phase;

import io.jcompose.spec.env.Variables;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import java.util.List;

/** Hears how a project is put together, to explain it afterwards. What it hears is immutable, and what it does has no effect. */
public interface Watcher {
    Watcher NONE = new Watcher() {};

    /**
     * Documents whose relative paths mean one directory and that share variables.
     *
     * @param kind the project itself, a project that it includes, or a file with a service that is extended
     * @param files the files, absolute, the first one first; {@code -} for standard input
     * @param variables what the documents see
     */
    record Scope(Kind kind, List<String> files, Variables variables) {}

    /** Why documents are read. */
    enum Kind {
        PROJECT,
        INCLUDED,
        EXTENDED
    }

    /**
     * One service is laid over another.
     *
     * @param file the file of the service, absolute
     * @param at where it says what it extends
     * @param baseFile the file of the other one, absolute
     */
    record Extension(String file, String service, Span at, String baseFile, String base) {}

    /**
     * The documents before any phase ({@code READ}), and after each.
     *
     * @param moment {@code READ}, else the name of the phase's class: {@code Interpolate}, {@code LongForms}, {@code
     *     Include}, {@code Extends}, {@code Merge} (one document from there on), {@code Normalize} ...
     */
    default void saw(Scope scope, String moment, List<Document> documents) {}

    default void extended(Extension extension) {}
}

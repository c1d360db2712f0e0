package io.jcompose.spec.lint;

/** One habit that goes wrong, and how to see it in a project. */
interface Rule {
    About about();

    void check(Subject subject, Report report);
}

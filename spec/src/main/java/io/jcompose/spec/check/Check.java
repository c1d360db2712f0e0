package io.jcompose.spec.check;

import io.jcompose.spec.Project;

/** One rule about how the parts of a project must fit. */
interface Check {
    void run(Project project, Report report);
}

package io.jcompose.orchestrator.api;

import java.io.IOException;
import java.util.List;

/** The daemon's machine, and its end. */
public interface Host {
    /** Tries what the kernel and the host offer. Takes some hundred milliseconds. */
    List<Finding> examine() throws IOException;

    /** Ends the daemon soon, after this answer was sent; containers run on. */
    void end();

    /** One thing that was tried: level is OK, DEGRADED or MISSING. */
    record Finding(String what, String level, String detail, String remedy) {}
}

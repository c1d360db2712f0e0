package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.util.List;

/** The daemon's machine, and its end. */
public interface Host {
    /** Tries what the kernel and the host offer. Takes some hundred milliseconds. */
    List<Finding> examine() throws IOException;

    VolumeShelf volumes();

    /** What whoever uses this host should know each time, as sentences. */
    List<String> warnings() throws Refused;

    /** Ends the daemon soon, after this answer was sent; containers run on. */
    void end();

    /** One thing that was tried: level is OK, DEGRADED or MISSING. */
    record Finding(String what, String level, String detail, String remedy) {}
}

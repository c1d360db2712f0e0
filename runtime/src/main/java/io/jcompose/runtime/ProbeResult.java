package io.jcompose.runtime;

/** What a probe said: exit code (-1: timed out, -2: could not run) and at most 4096 bytes of its output. */
public record ProbeResult(int code, String output) {
    public static final int TIMED_OUT = -1;
    public static final int COULD_NOT_RUN = -2;
}

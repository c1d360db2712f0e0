package io.jcompose.spec;

/** What is done to a container that its probe calls unhealthy ({@code x-heal}). */
public enum Healing {
    RESTART,
    REPLACE,
    NONE
}

package io.jcompose.runtime.build.plan;

/** Where files come from: of a COPY, of a mount, or of a stage's beginning. */
public sealed interface Origin {
    /** Nothing: {@code FROM scratch}. */
    record Scratch() implements Origin {}

    /** Another stage of the same Dockerfile. */
    record OfStage(int number) implements Origin {}

    /** An image by its reference. */
    record OfImage(String reference) implements Origin {}

    /** A directory of the host; {@code name} is empty for the build's own context. */
    record OfContext(String name) implements Origin {}
}

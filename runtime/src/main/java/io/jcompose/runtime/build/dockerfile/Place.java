package io.jcompose.runtime.build.dockerfile;

/** A place in a Dockerfile; both count from 1. */
public record Place(int line, int column) {}

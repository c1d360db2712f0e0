package io.jcompose.runtime;

/** A container: its intent and what it is doing. */
public record ContainerState(ContainerSpec spec, ContainerStatus status) {}

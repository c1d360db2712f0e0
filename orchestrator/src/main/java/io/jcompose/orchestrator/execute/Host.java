package io.jcompose.orchestrator.execute;

import io.jcompose.network.Networks;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.Volumes;

/** The facades that effects work on. */
public record Host(Containers containers, Images images, Registries registries, Volumes volumes, Networks networks) {}

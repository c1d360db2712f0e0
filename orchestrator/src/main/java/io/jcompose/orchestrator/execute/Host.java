package io.jcompose.orchestrator.execute;

import io.jcompose.network.Networks;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Volumes;

/** The four facades that effects work on. */
public record Host(Containers containers, Images images, Volumes volumes, Networks networks) {}

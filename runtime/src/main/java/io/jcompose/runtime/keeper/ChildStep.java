package io.jcompose.runtime.keeper;

/** A step of the process that becomes the container's command. */
public sealed interface ChildStep extends LaunchStep permits RootStep, GrantStep, ProcessStep, KeeperStep.EnterCgroup {}

package io.jcompose.runtime.keeper;

/**
 * One step of a launch plan. Its text says what is done, in words that fit after {@code could not}; the numbers of the
 * steps stand in keeper.h.
 */
public sealed interface LaunchStep permits KeeperStep, ChildStep {
    /** Number and arguments, as the keeper reads them. */
    PlanBytes encoded();

    default int opcode() {
        return encoded().opcode();
    }
}

package io.jcompose.runtime.keeper;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that a keeper does, in order: its own steps, and the steps of the process that it makes. Pure; the keeper
 * decides nothing.
 */
public record LaunchPlan(List<KeeperStep> keeper, List<ChildStep> child) {
    private static final int MAGIC = 0x314b434a;
    private static final int COMMIT = 0x21216f67;
    /** Sets the steps of the child apart in messages of the keeper (CHILD_STEP in keeper.h). */
    private static final int CHILD_STEP = 0x10000;

    public LaunchPlan {
        keeper = List.copyOf(keeper);
        child = List.copyOf(child);
    }

    /** The bytes for the control socket. Without the last one, the keeper does nothing. */
    public byte[] encode() {
        byte[] own = encode(keeper);
        byte[] childs = encode(child);
        return PlanBytes.plain()
                .word(MAGIC)
                .word(own.length)
                .word(childs.length)
                .raw(own)
                .raw(childs)
                .word(COMMIT)
                .toBytes();
    }

    private static byte[] encode(List<? extends LaunchStep> steps) {
        var out = PlanBytes.plain();
        for (LaunchStep step : steps) {
            PlanBytes encoded = step.encoded();
            byte[] arguments = encoded.toBytes();
            out.word(encoded.opcode()).word(arguments.length).raw(arguments);
        }
        return out.toBytes();
    }

    /** The step that a message of the keeper means; empty when it was none of them. */
    public Optional<LaunchStep> step(int number) {
        List<? extends LaunchStep> steps = (number & CHILD_STEP) == 0 ? keeper : child;
        int index = number & (CHILD_STEP - 1);
        return index < steps.size() ? Optional.of(steps.get(index)) : Optional.empty();
    }

    /** A line for each step, the child's indented. */
    @Override
    public String toString() {
        return keeper.stream().map(step -> step + "\n").collect(Collectors.joining())
                + child.stream().map(step -> "    " + step + "\n").collect(Collectors.joining());
    }
}

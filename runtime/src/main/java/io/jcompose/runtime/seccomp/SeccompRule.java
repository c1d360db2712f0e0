package io.jcompose.runtime.seccomp;

import java.util.List;

/**
 * What happens to system calls with these names when all comparisons hold.
 *
 * @param comparisons of arguments; none: in any case
 */
record SeccompRule(Action action, List<String> calls, List<Comparison> comparisons) {
    sealed interface Action {
        record Allow() implements Action {}

        /** The call fails with this errno. */
        record Fail(int errno) implements Action {}
    }

    enum Operator {
        LESS,
        EQUAL,
        GREATER,
        MASKED_EQUAL
    }

    /**
     * One argument of a call against a value, unsigned.
     *
     * @param argument from 0 to 5
     * @param mask for {@link Operator#MASKED_EQUAL}, else 0
     */
    record Comparison(int argument, Operator operator, long mask, long value) {}
}

package io.jcompose.orchestrator.plan;

import io.jcompose.spec.RestartPolicy;

/** Whether a container may be started once more by its policy (compose-spec, deploy, restart_policy). */
public final class Attempts {
    private Attempts() {}

    /** By what is remembered of it: with a window only attempts in a row count. */
    public static boolean left(RestartPolicy policy, Memo memo) {
        return left(policy, memo, memo.streak());
    }

    /** The same with attempts in a row as they are known better. */
    public static boolean left(RestartPolicy policy, Memo memo, int streak) {
        int attempts = policy.window().isZero() ? memo.restarts() : streak;
        return policy.maxAttempts() == 0 || attempts < policy.maxAttempts();
    }
}

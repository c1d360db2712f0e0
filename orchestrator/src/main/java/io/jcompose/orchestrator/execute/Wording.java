package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Update;
import java.util.Optional;

/**
 * How an action is called on the screen, with the words of docker compose.
 *
 * @param id as {@code Container shop-web-1}
 * @param doing as {@code Creating}
 * @param done as {@code Created}
 */
record Wording(String id, String doing, String done) {
    /** A container that serves to the end, or is told to, is done with when it has ended: then somebody else says so. */
    boolean endsLater() {
        return doing.equals("Draining") || doing.equals("Stopping");
    }

    /** How an action is called that is seen only when it fails, or that tells of itself. */
    static String quiet(Action action) {
        return action instanceof Action.ChooseImage choose ? "Image " + choose.reference() : action.text();
    }

    /** Empty for actions that nobody needs to see. */
    static Optional<Wording> of(Action action) {
        if (action instanceof Action.EnsureNetwork ensure) {
            return word("Network " + ensure.network().name(), "Creating", "Created");
        }
        if (action instanceof Action.RemoveNetwork remove) {
            return word("Network " + remove.name(), "Removing", "Removed");
        }
        if (action instanceof Action.EnsureVolume ensure) {
            return word("Volume " + ensure.volume().name(), "Creating", "Created");
        }
        if (action instanceof Action.RemoveVolume remove) {
            return word("Volume " + remove.name(), "Removing", "Removed");
        }
        return ofContainer(action);
    }

    private static Optional<Wording> ofUpdate(Action.JudgeUpdates judge) {
        Update update = judge.judgements().get(0).after().update();
        String id = "Service " + judge.judgements().get(0).before().spec().name();
        if (update == null || update.state() == Update.State.ROLLED_BACK) {
            return Optional.empty();
        }
        return update.state() == Update.State.ROLLING_BACK
                ? word(id, "Rolling back", "Rolling back")
                : word(id, "Pausing", "Paused");
    }

    private static Optional<Wording> ofContainer(Action action) {
        if (action instanceof Action.JudgeUpdates judge) {
            return ofUpdate(judge);
        }
        if (action instanceof Action.CreateContainer create) {
            return word("Container " + create.name(), "Creating", "Created");
        }
        if (action instanceof Action.StartContainer start) {
            boolean again = start.container().life() instanceof Life.Exited;
            String id = "Container " + start.container().name();
            return again ? word(id, "Restarting", "Started") : word(id, "Starting", "Started");
        }
        if (action instanceof Action.DrainContainer drain) {
            return word("Container " + drain.container().name(), "Draining", "Drained");
        }
        if (action instanceof Action.StopContainer stop) {
            return word("Container " + stop.container().name(), "Stopping", "Stopped");
        }
        if (action instanceof Action.KillContainer kill) {
            return word("Container " + kill.container().name(), "Killing", "Killed");
        }
        if (action instanceof Action.SignalContainer signal) {
            return word("Container " + signal.container().name(), "Killing", "Killed");
        }
        if (action instanceof Action.ReloadContainer reload) {
            return word("Container " + reload.container().name(), "Reloading", "Reloaded");
        }
        if (action instanceof Action.RemoveContainer remove) {
            return word("Container " + remove.container().name(), "Removing", "Removed");
        }
        return Optional.empty();
    }

    private static Optional<Wording> word(String id, String doing, String done) {
        return Optional.of(new Wording(id, doing, done));
    }
}

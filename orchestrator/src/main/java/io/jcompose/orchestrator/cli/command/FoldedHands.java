package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.watch.Change;
import io.jcompose.orchestrator.watch.Task;
import java.util.List;

/** Says what would be done. */
final class FoldedHands implements Watching.Hands {
    private final Watching.Voice voice;

    FoldedHands(Watching.Voice voice) {
        this.voice = voice;
    }

    @Override
    public void begin() {}

    @Override
    public void perform(List<Task> tasks) {
        for (Task task : tasks) {
            if (task instanceof Task.Rebuild rebuild) {
                voice.say("would rebuild " + String.join(", ", rebuild.services()));
            } else if (task instanceof Task.Sync sync) {
                sync.copies().forEach(copy -> voice.say(sentence(sync.service(), copy)));
            } else if (task instanceof Task.Restart restart) {
                voice.say("would restart " + String.join(", ", restart.services()));
            } else if (task instanceof Task.Exec exec) {
                voice.say("would run in " + exec.service() + ": "
                        + String.join(" ", exec.hook().command()));
            }
        }
    }

    private static String sentence(String service, Task.Copy copy) {
        return copy.change() == Change.GONE
                ? "would delete in " + service + ": " + copy.target()
                : "would copy to " + service + ": " + copy.source() + " as " + copy.target();
    }
}

package io.jcompose.orchestrator.cli;

import static io.jcompose.orchestrator.cli.CommandEntry.of;

import io.jcompose.orchestrator.cli.command.CompletionCommand;
import io.jcompose.orchestrator.cli.command.ConfigCommand;
import io.jcompose.orchestrator.cli.command.DaemonCommand;
import io.jcompose.orchestrator.cli.command.DaemonStatusCommand;
import io.jcompose.orchestrator.cli.command.DaemonStopCommand;
import io.jcompose.orchestrator.cli.command.DoctorCommand;
import io.jcompose.orchestrator.cli.command.DownCommand;
import io.jcompose.orchestrator.cli.command.ExecCommand;
import io.jcompose.orchestrator.cli.command.ImageFromHostCommand;
import io.jcompose.orchestrator.cli.command.ImageLsCommand;
import io.jcompose.orchestrator.cli.command.ImageRmCommand;
import io.jcompose.orchestrator.cli.command.KillCommand;
import io.jcompose.orchestrator.cli.command.LogsCommand;
import io.jcompose.orchestrator.cli.command.LsCommand;
import io.jcompose.orchestrator.cli.command.PlanCommand;
import io.jcompose.orchestrator.cli.command.PsCommand;
import io.jcompose.orchestrator.cli.command.RestartCommand;
import io.jcompose.orchestrator.cli.command.StartCommand;
import io.jcompose.orchestrator.cli.command.StopCommand;
import io.jcompose.orchestrator.cli.command.UpCommand;
import io.jcompose.orchestrator.cli.command.VersionCommand;
import java.util.List;

/** All commands. Naming a class here does not load it. */
final class CommandTable {
    private CommandTable() {}

    static List<CommandEntry> all() {
        return List.of(
                of("up", "Create and start what the files declare, and keep it so", UpCommand::new),
                of("down", "Stop and remove containers and networks", DownCommand::new),
                of("plan", "Show what `up` would do, and why", PlanCommand::new),
                of("ps", "List containers", PsCommand::new),
                of("logs", "Show what containers wrote", LogsCommand::new),
                of("exec", "Run a command in a running container", ExecCommand::new),
                of("start", "Start containers that were stopped", StartCommand::new),
                of("stop", "Stop containers without removing them", StopCommand::new),
                of("restart", "Stop and start containers", RestartCommand::new),
                of("kill", "Send a signal to containers", KillCommand::new),
                of("config", "Print the files as they are understood", ConfigCommand::new),
                of("ls", "List projects", LsCommand::new),
                new CommandEntry("image", "List, remove and make images", null, images()),
                of("doctor", "Check what this host can do", DoctorCommand::new),
                new CommandEntry("daemon", "Run, stop or look at the daemon", DaemonCommand::new, daemon()),
                of("version", "Show versions", VersionCommand::new),
                of(
                        "completion",
                        "Print a completion script for bash",
                        () -> new CompletionCommand(() -> CommandLines.whole(all()))));
    }

    private static List<CommandEntry> images() {
        return List.of(
                of("ls", "List images", ImageLsCommand::new),
                of("rm", "Remove images", ImageRmCommand::new),
                of("from-host", "Make an image of files of this host", ImageFromHostCommand::new));
    }

    private static List<CommandEntry> daemon() {
        return List.of(
                of("stop", "End the daemon; containers run on", DaemonStopCommand::new),
                of("status", "Show whether the daemon runs", DaemonStatusCommand::new));
    }
}

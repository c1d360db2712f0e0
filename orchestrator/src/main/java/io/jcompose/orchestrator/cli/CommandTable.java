package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.command.AuditLsCommand;
import io.jcompose.orchestrator.cli.command.AuditVerifyCommand;
import io.jcompose.orchestrator.cli.command.BuildCommand;
import io.jcompose.orchestrator.cli.command.BuilderDuCommand;
import io.jcompose.orchestrator.cli.command.BuilderPruneCommand;
import io.jcompose.orchestrator.cli.command.Command;
import io.jcompose.orchestrator.cli.command.CommitCommand;
import io.jcompose.orchestrator.cli.command.CompletionCommand;
import io.jcompose.orchestrator.cli.command.ConfigCommand;
import io.jcompose.orchestrator.cli.command.CreateCommand;
import io.jcompose.orchestrator.cli.command.DaemonCommand;
import io.jcompose.orchestrator.cli.command.DaemonStatusCommand;
import io.jcompose.orchestrator.cli.command.DaemonStopCommand;
import io.jcompose.orchestrator.cli.command.DiffCommand;
import io.jcompose.orchestrator.cli.command.DoctorCommand;
import io.jcompose.orchestrator.cli.command.DownCommand;
import io.jcompose.orchestrator.cli.command.EnvLsCommand;
import io.jcompose.orchestrator.cli.command.EventsCommand;
import io.jcompose.orchestrator.cli.command.ExecCommand;
import io.jcompose.orchestrator.cli.command.ExplainCommand;
import io.jcompose.orchestrator.cli.command.ExportCommand;
import io.jcompose.orchestrator.cli.command.HistoryCommand;
import io.jcompose.orchestrator.cli.command.ImageBuildCommand;
import io.jcompose.orchestrator.cli.command.ImageDfCommand;
import io.jcompose.orchestrator.cli.command.ImageFromHostCommand;
import io.jcompose.orchestrator.cli.command.ImageFsckCommand;
import io.jcompose.orchestrator.cli.command.ImageHistoryCommand;
import io.jcompose.orchestrator.cli.command.ImageImportCommand;
import io.jcompose.orchestrator.cli.command.ImageInspectCommand;
import io.jcompose.orchestrator.cli.command.ImageLoadCommand;
import io.jcompose.orchestrator.cli.command.ImageLsCommand;
import io.jcompose.orchestrator.cli.command.ImagePruneCommand;
import io.jcompose.orchestrator.cli.command.ImagePullCommand;
import io.jcompose.orchestrator.cli.command.ImagePushCommand;
import io.jcompose.orchestrator.cli.command.ImageRmCommand;
import io.jcompose.orchestrator.cli.command.ImageSaveCommand;
import io.jcompose.orchestrator.cli.command.ImageTagCommand;
import io.jcompose.orchestrator.cli.command.ImagesCommand;
import io.jcompose.orchestrator.cli.command.KillCommand;
import io.jcompose.orchestrator.cli.command.LintCommand;
import io.jcompose.orchestrator.cli.command.LockCommand;
import io.jcompose.orchestrator.cli.command.LoginCommand;
import io.jcompose.orchestrator.cli.command.LogoutCommand;
import io.jcompose.orchestrator.cli.command.LogsCommand;
import io.jcompose.orchestrator.cli.command.LsCommand;
import io.jcompose.orchestrator.cli.command.PlanCommand;
import io.jcompose.orchestrator.cli.command.PortCommand;
import io.jcompose.orchestrator.cli.command.PromoteCommand;
import io.jcompose.orchestrator.cli.command.PsCommand;
import io.jcompose.orchestrator.cli.command.PullCommand;
import io.jcompose.orchestrator.cli.command.PushCommand;
import io.jcompose.orchestrator.cli.command.RestartCommand;
import io.jcompose.orchestrator.cli.command.RmCommand;
import io.jcompose.orchestrator.cli.command.RollbackCommand;
import io.jcompose.orchestrator.cli.command.RunCommand;
import io.jcompose.orchestrator.cli.command.ScaleCommand;
import io.jcompose.orchestrator.cli.command.SecretCreateCommand;
import io.jcompose.orchestrator.cli.command.SecretExportCommand;
import io.jcompose.orchestrator.cli.command.SecretImportCommand;
import io.jcompose.orchestrator.cli.command.SecretInspectCommand;
import io.jcompose.orchestrator.cli.command.SecretLsCommand;
import io.jcompose.orchestrator.cli.command.SecretRmCommand;
import io.jcompose.orchestrator.cli.command.SecretRotateCommand;
import io.jcompose.orchestrator.cli.command.StartCommand;
import io.jcompose.orchestrator.cli.command.StopCommand;
import io.jcompose.orchestrator.cli.command.UpCommand;
import io.jcompose.orchestrator.cli.command.VersionCommand;
import io.jcompose.orchestrator.cli.command.VolumesCommand;
import io.jcompose.orchestrator.cli.command.WaitCommand;
import io.jcompose.orchestrator.cli.command.WatchCommand;
import java.util.List;
import java.util.function.Supplier;

/** All commands. Naming a class here does not load it. */
final class CommandTable {
    private CommandTable() {}

    static List<CommandEntry> all() {
        return List.of(
                command("up", "Create and start what the files declare, and keep it so", UpCommand::new),
                command("down", "Stop and remove containers and networks", DownCommand::new),
                command("plan", "Show what `up` would do, and why", PlanCommand::new),
                command("ps", "List containers", PsCommand::new),
                command("logs", "Show what containers wrote", LogsCommand::new),
                command("exec", "Run a command in a running container", ExecCommand::new),
                command("run", "Run a command in a new container of a service", RunCommand::new),
                command("watch", "Bring changed files into running containers", WatchCommand::new),
                command("build", "Build the images of services", BuildCommand::new),
                command("commit", "Make an image of a service's container", CommitCommand::new),
                command("start", "Start containers that were stopped", StartCommand::new),
                command("stop", "Stop containers without removing them", StopCommand::new),
                command("restart", "Stop and start containers", RestartCommand::new),
                command("kill", "Send a signal to containers", KillCommand::new),
                command("rm", "Remove stopped containers", RmCommand::new),
                command("events", "Show what happens to containers", EventsCommand::new),
                command("config", "Print the files as they are understood", ConfigCommand::new),
                command("explain", "Tell how one value came about", ExplainCommand::new),
                command("lint", "Find what works and goes wrong later", LintCommand::new),
                command("create", "Create containers without starting them", CreateCommand::new),
                command("scale", "Change how many containers a service has", ScaleCommand::new),
                command("wait", "Wait until containers have ended", WaitCommand::new),
                command("port", "Print where a port is published", PortCommand::new),
                command("images", "List the images of a project's containers", ImagesCommand::new),
                command("volumes", "List the volumes of a project", VolumesCommand::new),
                command("ls", "List projects", LsCommand::new),
                command("history", "List the releases of a project", HistoryCommand::new),
                command("diff", "Show what two releases have otherwise", DiffCommand::new),
                command("rollback", "Bring an earlier release again", RollbackCommand::new),
                command("promote", "Bring a release into the next environment", PromoteCommand::new),
                new CommandEntry("env", "Look at the environments of a project", null, environments()),
                command("lock", "Write down which images the files mean", LockCommand::new),
                new CommandEntry("audit", "Look at what was done on this host", null, audit()),
                command("pull", "Bring the images of services from registries", PullCommand::new),
                command("push", "Send the images of services to registries", PushCommand::new),
                command("login", "Keep an account for a registry", LoginCommand::new),
                command("logout", "Forget the account for a registry", LogoutCommand::new),
                new CommandEntry("image", "List, make, move and remove images", null, images()),
                new CommandEntry("builder", "Look at what builds remember, and forget it", null, builder()),
                command("save", "Write images to an archive", ImageSaveCommand::new),
                command("load", "Add the images of an archive", ImageLoadCommand::new),
                command("import", "Make an image of a tar file of files", ImageImportCommand::new),
                command("export", "Write a container's files as a tar file", ExportCommand::new),
                new CommandEntry("secret", "Keep secrets and configs, encrypted", null, secrets()),
                command("doctor", "Check what this host can do", DoctorCommand::new),
                new CommandEntry("daemon", "Run, stop or look at the daemon", DaemonCommand::new, daemon()),
                command("version", "Show versions", VersionCommand::new),
                command(
                        "completion",
                        "Print a completion script for bash",
                        () -> new CompletionCommand(() -> CommandLines.whole(all()))));
    }

    private static List<CommandEntry> environments() {
        return List.of(command("ls", "List environments and what runs in them", EnvLsCommand::new));
    }

    private static List<CommandEntry> audit() {
        return List.of(
                command("ls", "List what was done, by whom, and what came of it", AuditLsCommand::new),
                command("verify", "Check that the audit log is whole", AuditVerifyCommand::new));
    }

    private static List<CommandEntry> images() {
        return List.of(
                command("ls", "List images", ImageLsCommand::new),
                command("rm", "Remove images", ImageRmCommand::new),
                command("build", "Build an image by a Dockerfile", ImageBuildCommand::new),
                command("from-host", "Make an image of files of this host", ImageFromHostCommand::new),
                command("pull", "Bring an image from its registry", ImagePullCommand::new),
                command("push", "Send an image to its registry", ImagePushCommand::new),
                command("tag", "Give an image one more name", ImageTagCommand::new),
                command("inspect", "Show all that is known of images", ImageInspectCommand::new),
                command("history", "Show how an image was made", ImageHistoryCommand::new),
                command("save", "Write images to an archive", ImageSaveCommand::new),
                command("load", "Add the images of an archive", ImageLoadCommand::new),
                command("import", "Make an image of a tar file of files", ImageImportCommand::new),
                command("prune", "Remove images that no container uses", ImagePruneCommand::new),
                command("df", "Show what images take of the disk", ImageDfCommand::new),
                command("fsck", "Check every byte of all images", ImageFsckCommand::new));
    }

    private static List<CommandEntry> builder() {
        return List.of(
                command("du", "Show what builds remember", BuilderDuCommand::new),
                command("prune", "Forget what builds remember", BuilderPruneCommand::new));
    }

    private static List<CommandEntry> secrets() {
        return List.of(
                command("create", "Keep a content under a name", SecretCreateCommand::new),
                command("ls", "List names and versions", SecretLsCommand::new),
                command("rotate", "Give a name a new version", SecretRotateCommand::new),
                command("inspect", "Show the versions of names", SecretInspectCommand::new),
                command("rm", "Remove names and their contents", SecretRmCommand::new),
                command("export", "Write them to an age file", SecretExportCommand::new),
                command("import", "Take them from an age file", SecretImportCommand::new));
    }

    private static List<CommandEntry> daemon() {
        return List.of(
                command("stop", "End the daemon; containers run on", DaemonStopCommand::new),
                command("status", "Show whether the daemon runs", DaemonStatusCommand::new));
    }

    private static CommandEntry command(String name, String summary, Supplier<Command> make) {
        return new CommandEntry(name, summary, make, List.of());
    }
}

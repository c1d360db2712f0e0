package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import java.util.List;

/** {@code image fsck}. */
@picocli.CommandLine.Command(
        description = "Reads all images and compares every byte with its digest; fails when one is damaged.",
        footer = {"", "Examples:", "  jcompose image fsck"})
public final class ImageFsckCommand implements Command {
    @Override
    public int run(Session session) throws DaemonException, UsageException {
        List<String> faults =
                session.finish(session.client().imageWorks().check()).value().texts("faults");
        faults.forEach(session.console().out()::println);
        if (faults.isEmpty()) {
            session.console().out().println("all images are well");
        }
        return faults.isEmpty() ? 0 : 1;
    }
}

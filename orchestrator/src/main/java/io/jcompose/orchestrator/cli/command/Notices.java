package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.Notice;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the daemon says at the end of its work. */
final class Notices {
    private Notices() {}

    static void show(Session session, Message.Result result, boolean orphansRemoved) {
        result.warnings().forEach(session.console()::warn);
        show(session, result.notices());
        if (!result.orphans().isEmpty() && !orphansRemoved && !OrphanOptions.isIgnored(session)) {
            session.console()
                    .warn("found orphan containers " + result.orphans()
                            + " for this project: services that are no longer declared; remove them with"
                            + " --remove-orphans");
        }
    }

    /** Each at its line, where the files are at hand. */
    static void show(Session session, List<Notice> notices) {
        for (Notice notice : notices) {
            Optional<Span> span = session.loaded().flatMap(loaded -> place(loaded, notice.path()));
            if (span.isPresent()) {
                session.warn(
                        List.of(new Problem(span.get(), notice.path(), notice.message(), null)),
                        session.loaded().map(Loaded::texts).orElse(Map.of()));
            } else {
                session.console().warn(notice.message());
            }
        }
    }

    /** Of the value, or of what it stands in: what the file does not say any more has no place of its own. */
    private static Optional<Span> place(Loaded loaded, String path) {
        Optional<Span> found = loaded.sources().at(path);
        for (int end = path.lastIndexOf('.'); found.isEmpty() && end > 0; end = path.lastIndexOf('.', end - 1)) {
            found = loaded.sources().at(path.substring(0, end));
        }
        return found;
    }
}

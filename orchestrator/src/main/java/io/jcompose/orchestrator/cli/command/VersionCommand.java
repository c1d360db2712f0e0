package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DaemonVersion;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code version}. Starts no daemon. */
@picocli.CommandLine.Command(
        description = "Shows the version of this program and of the daemon, if one runs.",
        footer = {"", "Examples:", "  jcompose version", "  jcompose version --short", "  jcompose version -f json"})
public final class VersionCommand implements Command {
    private static final String VERSION = "0.1.0";

    @Option(names = "--short", description = "Only the number.")
    private boolean brief;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "pretty",
            description = "pretty or json.")
    private String format = "pretty";

    /** As {@code jcompose --version} wants it. */
    public static String text() {
        return VERSION;
    }

    @Override
    public int run(Session session) throws UsageException, DaemonException {
        boolean json = Formats.json(format, "pretty");
        Optional<DaemonVersion> daemon = daemon(session);
        if (json) {
            session.console().out().println(json(daemon));
        } else if (brief) {
            session.console().out().println(VERSION);
        } else {
            session.console().out().println("jcompose version " + VERSION);
            session.console().out().println(daemon.map(VersionCommand::sentence).orElse("daemon: not running"));
        }
        return 0;
    }

    private Optional<DaemonVersion> daemon(Session session) throws DaemonException {
        return brief || !session.launcher().answers()
                ? Optional.empty()
                : Optional.of(new DaemonClient(session.place().socket()).version());
    }

    private static String sentence(DaemonVersion daemon) {
        return "daemon: version " + daemon.version() + ", API " + daemon.api() + ", pid " + daemon.pid() + ", Java "
                + daemon.java() + ", root " + daemon.root();
    }

    private static String json(Optional<DaemonVersion> daemon) {
        return JsonText.object(out -> {
            out.writeStringField("version", VERSION);
            if (daemon.isPresent()) {
                DaemonVersion it = daemon.get();
                out.writeObjectFieldStart("daemon");
                out.writeStringField("version", it.version());
                out.writeStringField("api", it.api());
                out.writeNumberField("pid", it.pid());
                out.writeStringField("java", it.java());
                out.writeStringField("root", it.root());
                out.writeStringField("started", it.started());
                out.writeEndObject();
            }
        });
    }
}

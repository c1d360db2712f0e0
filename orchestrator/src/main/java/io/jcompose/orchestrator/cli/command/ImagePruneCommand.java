package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code image prune}. */
@picocli.CommandLine.Command(
        description = "Removes images that no container uses and no release needs.",
        footer = {
            "",
            "Examples:",
            "  jcompose image prune                          those without a name",
            "  jcompose image prune --build-cache            and all that builds remember",
            "  jcompose image prune -a -f --filter until=24h all that are older than a day"
        })
public final class ImagePruneCommand implements Command {
    @Option(
            names = {"-a", "--all"},
            description = "Also images that have a name.")
    private boolean all;

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask.")
    private boolean force;

    @Option(names = "--build-cache", description = "Also what builds remember, with the caches of RUN.")
    private boolean buildCache;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = "until=24h, until=2026-11-22T10:00:00Z, label=NAME or label=NAME=VALUE; may be repeated.")
    private List<String> filters = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        String before = null;
        List<String> labels = new ArrayList<>();
        for (String filter : filters) {
            if (filter.startsWith("until=")) {
                before = Moments.of(
                        filter.substring("until=".length()),
                        session.console().clock().instant());
            } else if (filter.startsWith("label=")) {
                labels.add(filter.substring("label=".length()));
            } else {
                throw new UsageException("unknown filter: " + filter, "until=TIME, label=NAME or label=NAME=VALUE");
            }
        }
        String what = (all ? "all images that no container uses" : "images without a name")
                + (buildCache ? " and what builds remember" : "");
        if (!force && !agreed(session, what)) {
            return 0;
        }
        JsonObject cache = buildCache ? session.client().builds().prune() : null;
        report(session, session.client().imageWorks().prune(all, before, labels), cache);
        return 0;
    }

    static boolean agreed(Session session, String what) throws IOException {
        session.console().err().print("This removes " + what + ". Go on? [y/N] ");
        session.console().err().flush();
        var in = new BufferedReader(new InputStreamReader(session.console().in(), StandardCharsets.UTF_8));
        String answer = in.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static void report(Session session, JsonObject pruned, @Nullable JsonObject cache) {
        pruned.texts("removed").forEach(session.console().out()::println);
        long freed = pruned.number("freed");
        if (cache != null) {
            session.console()
                    .out()
                    .println("Forgotten: " + cache.number("results") + " steps of builds, " + cache.number("caches")
                            + " caches");
            freed += cache.number("bytes");
        }
        session.console().out().println("Total reclaimed space: " + Ages.size(freed));
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.ProjectSummary;
import io.jcompose.spec.Environment;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code env ls}. */
@picocli.CommandLine.Command(
        description =
                "Lists the environments that the files declare under x-environments, with the release that runs in"
                        + " each.",
        footer = {"", "Examples:", "  jcompose env ls", "  jcompose -f stack.yml env ls --format json"})
public final class EnvLsCommand implements Command {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    private record Row(Environment environment, int release, String images, String state) {}

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        List<Environment> all = session.environments().all();
        if (all.isEmpty()) {
            session.console().warn("the files declare no environments: x-environments is missing");
        }
        List<Row> rows = new ArrayList<>();
        if (!all.isEmpty()) {
            rows.addAll(rows(session.client(), all));
        }
        if (json) {
            rows.forEach(row -> session.console().out().println(json(row)));
            return 0;
        }
        Table table = new Table("ENVIRONMENT", "PROJECT", "RELEASE", "STATE", "IMAGES");
        for (Row row : rows) {
            table.row(
                    row.environment().name(),
                    row.environment().project(),
                    row.release() == 0 ? "-" : "" + row.release(),
                    row.state(),
                    row.images());
        }
        table.print(session.console().out());
        return 0;
    }

    private static List<Row> rows(DaemonClient client, List<Environment> all) throws DaemonException {
        Map<String, String> states =
                client.projects().stream().collect(Collectors.toMap(ProjectSummary::name, ProjectSummary::status));
        Map<String, String> promotions = client.releases().promotions().stream()
                .collect(Collectors.toMap(one -> one.text("project"), EnvLsCommand::shown, (one, other) -> other));
        List<Row> rows = new ArrayList<>();
        for (Environment environment : all) {
            JsonObject history = client.releases().history(environment.project());
            int running = history.integer("running");
            String images = history.objects("releases").stream()
                    .filter(release -> running != 0 && release.integer("number") == running)
                    .map(HistoryCommand::images)
                    .findFirst()
                    .orElse("");
            String state = states.getOrDefault(environment.project(), "");
            String promotion = promotions.get(environment.project());
            rows.add(new Row(
                    environment,
                    running,
                    images,
                    promotion == null ? (state.isEmpty() ? "-" : state) : (state + " " + promotion).strip()));
        }
        return rows;
    }

    private static String shown(JsonObject promotion) {
        return "[promotion of " + promotion.text("from") + " " + promotion.integer("release") + ": "
                + promotion.text("phase") + "]";
    }

    private static String json(Row row) {
        return JsonText.object(out -> {
            out.writeStringField("environment", row.environment().name());
            out.writeNumberField("order", row.environment().order());
            out.writeStringField("project", row.environment().project());
            out.writeNumberField("release", row.release());
            out.writeStringField("state", row.state());
            out.writeStringField("images", row.images());
        });
    }
}

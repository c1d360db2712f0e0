package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Palette;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Finding;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code doctor}. */
@picocli.CommandLine.Command(
        description = "Tries what this host can do. Exit code 1 when something that is needed is missing.",
        footer = {"", "Examples:", "  jcompose doctor", "  jcompose doctor --format json"})
public final class DoctorCommand implements Command {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        List<Finding> findings = session.client().doctor();
        if (json) {
            session.console().out().println(json(findings));
        } else {
            print(session, findings);
        }
        return findings.stream().anyMatch(finding -> finding.level().equals("MISSING")) ? 1 : 0;
    }

    /** Levels before the rest of the line, so that colours do not disturb the columns. */
    private static void print(Session session, List<Finding> findings) {
        PrintStream out = session.console().out();
        Palette palette = session.palette(session.console().terminal().out());
        int width = findings.stream().mapToInt(it -> it.what().length()).max().orElse(0);
        for (Finding finding : findings) {
            String level =
                    finding.level() + " ".repeat(Math.max(0, 8 - finding.level().length()));
            String what = finding.what() + " ".repeat(width - finding.what().length());
            out.println((coloured(palette, finding.level(), level) + "  " + what + "  " + finding.detail())
                    .stripTrailing());
            if (!finding.remedy().isEmpty() && !finding.level().equals("OK")) {
                out.println(" ".repeat(10) + "remedy: " + finding.remedy());
            }
        }
    }

    private static String coloured(Palette palette, String level, String text) {
        return switch (level) {
            case "OK" -> palette.good(text);
            case "DEGRADED" -> palette.warning(text);
            default -> palette.bad(text);
        };
    }

    private static String json(List<Finding> findings) {
        return JsonText.of(out -> {
            out.writeStartArray();
            for (Finding finding : findings) {
                out.writeStartObject();
                out.writeStringField("what", finding.what());
                out.writeStringField("level", finding.level());
                out.writeStringField("detail", finding.detail());
                out.writeStringField("remedy", finding.remedy());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}

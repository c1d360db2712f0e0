package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.lint.Finding;
import io.jcompose.spec.lint.Json;
import io.jcompose.spec.lint.Level;
import io.jcompose.spec.lint.LintReport;
import io.jcompose.spec.lint.LintText;
import io.jcompose.spec.lint.Linter;
import io.jcompose.spec.lint.Sarif;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lint}. Needs no daemon. */
@picocli.CommandLine.Command(
        description = "Finds what works and goes wrong later: open ports, secrets, moving images, and more.",
        footer = {
            "",
            "Each FILE is a project of its own; files that belong together are named with -f.",
            "A comment above or behind a line silences a rule there:",
            "  # jcompose-lint: ignore open-port",
            "Exit code 1 when a file does not load, or with --strict when there is any finding.",
            "",
            "Examples:",
            "  jcompose lint",
            "  jcompose lint --strict stacks/*/compose.yaml",
            "  jcompose lint --format sarif > lint.sarif",
            "  jcompose lint --rules"
        })
public final class LintCommand implements Command {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Compose files, each a project of its own.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or sarif.")
    private String format = "text";

    @Option(names = "--strict", description = "Any finding makes the exit code 1.")
    private boolean strict;

    @Option(names = "--rules", description = "List the rules.")
    private boolean rules;

    @Override
    public int run(Session session) throws UsageException {
        if (!List.of("text", "json", "sarif").contains(format)) {
            throw new UsageException("unknown format: " + format, "one of text, json, sarif");
        }
        PrintStream out = session.console().out();
        if (rules) {
            Linter.rules()
                    .forEach(about -> out.println(about.id() + ": " + about.title() + " ("
                            + about.level().word() + ")\n    because " + about.reason()));
            return 0;
        }
        LintReport report = LintReport.joined(
                files.isEmpty()
                        ? List.of(Linter.lint(session.plainRequest()))
                        : files.stream()
                                .map(file -> Linter.lint(session.plainRequest().withFiles(List.of(file))))
                                .toList());
        List<Finding> findings = report.findings();
        switch (format) {
            case "json" -> out.println(Json.write(findings));
            case "sarif" -> out.println(Sarif.write(findings, VersionCommand.text()));
            default -> print(session, report);
        }
        boolean broken = findings.stream().anyMatch(finding -> finding.about().level() == Level.ERROR);
        return broken || (strict && !findings.isEmpty()) ? 1 : 0;
    }

    private static void print(Session session, LintReport report) {
        boolean colour = session.colours(session.console().terminal().out());
        PrintStream out = session.console().out();
        int count = report.findings().size();
        out.print(LintText.write(report, colour));
        out.println(count == 0 ? "No findings." : count == 1 ? "1 finding." : count + " findings.");
    }
}

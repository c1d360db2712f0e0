package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.SpecException;
import io.jcompose.spec.explain.ExplainJson;
import io.jcompose.spec.explain.ExplainText;
import io.jcompose.spec.explain.Explainer;
import io.jcompose.spec.explain.Explanation;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}. Needs no daemon. */
@picocli.CommandLine.Command(
        description = "Tells how one value came about: each place that set it, lost, or changed it, in order.",
        footer = {
            "",
            "PATH is a path in the output of `jcompose config`, as in services.web.ports[0].",
            "",
            "Examples:",
            "  jcompose explain services.web.environment.DB_HOST",
            "  jcompose explain services.web.image --format json",
            "  jcompose config --explain DB_HOST     the same for a variable"
        })
public final class ExplainCommand implements Command {
    @Parameters(paramLabel = "PATH", description = "What to explain.")
    private String path = "";

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    @Override
    public int run(Session session) throws SpecException, UsageException {
        boolean json = Formats.json(format, "text");
        Explainer.Answer answer = Explainer.explain(session.request(), path);
        if (answer.explanation().isEmpty()) {
            throw new UsageException(
                    "nothing in the project has the path " + path,
                    answer.hint().orElse("paths are those of `jcompose config`"));
        }
        Explanation explanation = answer.explanation().get();
        session.console().out().print(json ? ExplainJson.write(explanation) + "\n" : ExplainText.write(explanation));
        return 0;
    }
}

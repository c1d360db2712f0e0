package io.jcompose.spec.explain;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.explain.Step.Outcome;
import io.jcompose.spec.phase.Watcher.Kind;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a project has its name from: its directory, the files, COMPOSE_PROJECT_NAME, {@code -p}; the later one wins. */
final class NameSteps {
    private static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    /** Makes a step of what a document says. */
    interface Layer {
        Step step(Contribution contribution, Outcome outcome, String verdict);
    }

    /** One that may give the name; {@code who} for a sentence about another one. */
    private record Source(
            @Nullable Contribution written, @Nullable Span span, String value, String note, String who) {}

    private final LoadRequest request;
    private final Loaded loaded;
    private final History history;

    NameSteps(LoadRequest request, Loaded loaded, History history) {
        this.request = request;
        this.loaded = loaded;
        this.history = history;
    }

    List<Step> all(Layer layer) {
        List<Source> sources = sources();
        int winner = 0;
        for (int i = 0; i < sources.size(); i++) {
            winner = sources.get(i).value().isEmpty() ? winner : i;
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            boolean wins = i == winner;
            String lost = i < winner ? sources.get(winner).who() + " comes first" : "an empty name says nothing";
            String verdict = wins ? "this is the value" : "does not count: " + lost;
            steps.add(step(sources.get(i), wins ? Outcome.VALUE : Outcome.LOST, verdict, layer));
        }
        String name = loaded.project().name();
        if (!name.equals(sources.get(winner).value())) {
            steps.add(new Step(
                    null, Outcome.RULE, "", name, List.of("in lower case, without what a project's name cannot have")));
        }
        return steps;
    }

    private static Step step(Source source, Outcome outcome, String verdict, Layer layer) {
        return source.written() == null
                ? new Step(source.span(), outcome, source.value(), source.value(), List.of(source.note(), verdict))
                : layer.step(source.written(), outcome, verdict);
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        Path directory = Path.of(loaded.project().workingDirectory());
        String base =
                Optional.ofNullable(directory.getFileName()).map(Path::toString).orElse("");
        sources.add(new Source(null, null, base, "the name of the project's directory " + directory, "the directory"));
        Variables variables = new Variables(request.environment(), Map.of());
        for (History.Sight sight : history.composed(Kind.PROJECT)) {
            variables = sight.scope().variables();
        }
        Contributions.at(new Tokens(List.of("name")), history).stream()
                .filter(own -> own.scope().kind() == Kind.PROJECT && own.node() instanceof ScalarNode)
                .map(own -> new Source(
                        own, own.span(), Shown.text(own.node()), "", own.span().toString()))
                .forEach(sources::add);
        String given = request.projectName();
        Span place = variables.place(VARIABLE).orElse(null);
        String origin = VARIABLE + (place == null ? ", from the environment" : "");
        variables
                .get(VARIABLE)
                .map(value -> new Source(null, place, value, origin, VARIABLE))
                .ifPresent(sources::add);
        if (given != null) {
            sources.add(new Source(null, null, given, "given with -p", "-p"));
        }
        return sources;
    }
}

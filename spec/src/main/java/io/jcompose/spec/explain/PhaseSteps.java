package io.jcompose.spec.explain;

import io.jcompose.spec.explain.Step.Outcome;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the phases behind the merge did to one value. */
final class PhaseSteps {
    private PhaseSteps() {}

    /** {@code find} looks a value up in a tree. */
    static List<Step> of(Tokens tokens, List<History.Sight> sights, Function<MapNode, Optional<Node>> find) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < sights.size(); i++) {
            Optional<Node> before = find.apply(tree(sights.get(i - 1)));
            Optional<Node> after = find.apply(tree(sights.get(i)));
            boolean same = before.map(Shown::text).equals(after.map(Shown::text));
            if (!same) {
                steps.add(step(tokens, sights.get(i), before, after));
            }
        }
        return steps;
    }

    private static MapNode tree(History.Sight sight) {
        return sight.documents().get(0).tree();
    }

    private static Step step(Tokens tokens, History.Sight sight, Optional<Node> before, Optional<Node> after) {
        String moment = sight.moment();
        String value = after.map(Shown::text).orElse("");
        boolean fromFile = moment.equals("EnvFiles") && before.isEmpty() && after.isPresent();
        Span span = fromFile ? after.get().span() : null;
        return new Step(
                span,
                fromFile ? Outcome.VALUE : Outcome.RULE,
                span == null ? "" : value,
                value,
                List.of(
                        moment.equals("EnvFiles")
                                ? ofEnvironment(tokens, sight, before, after)
                                : sentence(moment, before)));
    }

    private static String ofEnvironment(
            Tokens tokens, History.Sight sight, Optional<Node> before, Optional<Node> after) {
        String last = tokens.keys().get(tokens.keys().size() - 1);
        if (last.equals("env_file")) {
            return "folded into `environment`";
        }
        if (after.isEmpty()) {
            return "taken out: it has no value, and no variable of the project has that name";
        }
        if (!(after.get() instanceof ScalarNode)) {
            return "with env files folded in, and names without value resolved";
        }
        return before.isEmpty()
                ? "from an env_file of the service"
                : "a name without value takes that of the project's variable, from "
                        + Origins.place(last, sight.scope().variables());
    }

    private static String sentence(String moment, Optional<Node> before) {
        return switch (moment) {
            case "Profiles" -> "left out: none of the service's profiles is active";
            case "OptionalDependencies" -> "left out: the dependency is not required, and not there";
            case "ResolvePaths" -> "a relative path means the project's directory";
            case "Normalize" -> before.isEmpty() ? "written out, because the files imply it" : "in full";
            default -> "by phase " + moment;
        };
    }
}

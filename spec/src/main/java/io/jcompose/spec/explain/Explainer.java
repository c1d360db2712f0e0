package io.jcompose.spec.explain;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.encode.ProjectEncoder;
import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.explain.Step.Outcome;
import io.jcompose.spec.phase.Watcher.Kind;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.text.Loader;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells how one value of a project came about. */
public final class Explainer {
    /** Attributes that canonical text has under another name: suffix there, suffix in files. */
    private static final Map<String, String> OTHER_SPELLINGS = Map.of(
            "deploy.resources.limits.memory", "mem_limit",
            "deploy.resources.limits.cpus", "cpus",
            "deploy.resources.limits.pids", "pids_limit",
            "deploy.replicas", "scale");

    private static final String VALUE = "this is the value";
    private static final String DEFAULT = "nothing in the files says so: the default of the specification";

    private final LoadRequest request;
    private final Loaded loaded;
    private final History history;
    private final MapNode canonical;
    private final MapNode last;

    private Explainer(LoadRequest request, Loaded loaded, History history) {
        this.request = request;
        this.loaded = loaded;
        this.history = history;
        this.canonical = ProjectEncoder.text(loaded.project());
        List<History.Sight> merged = history.merged();
        this.last = tree(merged.get(merged.size() - 1));
    }

    /**
     * Explains the value at {@code path}, as in {@code services.web.environment.DB_HOST} or {@code
     * services.web.ports[0]}, of the project that {@code request} means.
     */
    public static Answer explain(LoadRequest request, String path) throws SpecException {
        History history = new History();
        Loaded loaded = Loader.load(request, history);
        Explainer explainer = new Explainer(request, loaded, history);
        return new Answer(explainer.explain(path), explainer.nearest(path), loaded);
    }

    /**
     * What was found.
     *
     * @param explanation empty when nothing in the files has that path
     * @param hint for a path that nothing has, what may have been meant
     */
    public record Answer(Optional<Explanation> explanation, Optional<String> hint, Loaded loaded) {}

    private static MapNode tree(History.Sight sight) {
        return sight.documents().get(0).tree();
    }

    private Optional<String> nearest(String path) {
        return Tokens.nearest(canonical, path);
    }

    private Optional<Explanation> explain(String path) {
        Optional<Tokens> known = Tokens.find(canonical, path)
                .or(() -> Tokens.find(last, path))
                .or(() -> Tokens.find(tree(history.merged().get(0)), path));
        return known.filter(tokens -> !tokens.keys().isEmpty())
                .map(tokens -> new Explanation(
                        path, tokens.in(canonical).map(entry -> Shown.text(entry.value())), steps(tokens)));
    }

    private List<Step> steps(Tokens tokens) {
        if (tokens.hasItem()) {
            Optional<Span> span = loaded.sources().at(tokens.item().toString());
            return span.map(at -> ofItem(tokens, at)).orElseGet(() -> ofCanonical(tokens, Optional.empty()));
        }
        if (tokens.keys().equals(List.of("name"))) {
            return new NameSteps(request, loaded, history).all(this::step);
        }
        List<Contribution> contributions = Contributions.at(tokens, history);
        Tokens spelt = tokens;
        if (contributions.isEmpty()) {
            spelt = otherSpelling(tokens);
            contributions = Contributions.at(spelt, history);
        }
        return ofKeys(tokens, spelt, contributions);
    }

    private static Tokens otherSpelling(Tokens tokens) {
        for (Map.Entry<String, String> other : OTHER_SPELLINGS.entrySet()) {
            if (tokens.toString().endsWith("." + other.getKey())) {
                List<String> keys = new ArrayList<>(tokens.keys().subList(0, 2));
                keys.add(other.getValue());
                return new Tokens(keys);
            }
        }
        return tokens;
    }

    /** Of an item of a list, or of what lies below it; items are written in one place and do not merge. */
    private List<Step> ofItem(Tokens tokens, Span span) {
        Tokens below = tokens.belowItem();
        Function<MapNode, Optional<Node>> part =
                tree -> Shown.itemAt(tree, span).flatMap(below::in).map(Entry::value);
        List<Step> steps = new ArrayList<>();
        boolean isShort = false;
        boolean moves = true;
        for (Contribution item : Contributions.item(span, history)) {
            steps.addAll(ReplacedItems.of(tokens, item, history));
            Optional<Contribution> whole = below.in(item.node()).map(item::part);
            Optional<Contribution> inShort = below.shortForm(item.node()).map(item::part);
            isShort = inShort.isPresent();
            // of what short forms say, phases change relative paths only
            moves = !isShort || (tokens.toString().endsWith(".source") && isRelative(inShort.get()));
            whole.ifPresent(own -> steps.add(step(own, Outcome.VALUE, VALUE)));
            inShort.ifPresent(own -> steps.add(step(own, Outcome.VALUE, "the short form of the value")));
            if (moves) {
                whole.or(() -> inShort)
                        .ifPresent(own -> steps.addAll(inItsDirectory(
                                own, part.apply(tree(history.merged().get(0))))));
            }
        }
        if (moves) {
            steps.addAll(PhaseSteps.of(tokens, history.merged(), part));
        }
        Optional<Node> before = part.apply(last);
        steps.addAll(ofCanonical(tokens, before, isShort ? "in canonical form" : DEFAULT));
        return steps;
    }

    private static boolean isRelative(Contribution path) {
        String text = Shown.text(path.node());
        return text.startsWith(".") || text.startsWith("~");
    }

    private List<Step> ofKeys(Tokens tokens, Tokens spelt, List<Contribution> contributions) {
        List<Step> steps = new ArrayList<>(EnvFileSteps.lost(spelt, history, loaded, spelt.in(last)));
        Optional<Entry> merged = spelt.in(tree(history.merged().get(0)));
        steps.addAll(layers(contributions, merged.map(Entry::value)));
        steps.addAll(
                PhaseSteps.of(tokens, history.merged(), tree -> spelt.in(tree).map(Entry::value)));
        steps.addAll(ofCanonical(tokens, spelt.in(last).map(Entry::value)));
        return steps;
    }

    private List<Step> layers(List<Contribution> contributions, Optional<Node> merged) {
        Set<Span> kept = merged.map(Shown::places).orElse(Set.of());
        boolean alone = contributions.size() == 1 && merged.isPresent();
        Predicate<Contribution> counts = own -> own.removed().isEmpty()
                && (alone || Shown.places(own.node()).stream().anyMatch(kept::contains));
        long counting = contributions.stream().filter(counts).count();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < contributions.size(); i++) {
            Contribution own = contributions.get(i);
            if (!counts.test(own)) {
                steps.add(step(own, Outcome.LOST, lost(own, contributions.subList(i + 1, contributions.size()))));
                continue;
            }
            steps.add(
                    counting == 1 ? step(own, Outcome.VALUE, VALUE) : step(own, Outcome.PART, "merged into the value"));
            steps.addAll(inItsDirectory(own, merged));
        }
        return steps;
    }

    /** Paths of included and extended files mean the directories of these. */
    private static List<Step> inItsDirectory(Contribution own, Optional<Node> merged) {
        String before = Shown.text(own.node());
        Optional<String> after = merged.filter(node -> node instanceof ScalarNode || own.node() instanceof ScalarNode)
                .map(Shown::text)
                .filter(text -> own.scope().kind() != Kind.PROJECT && !text.equals(before));
        return after.stream()
                .map(text -> new Step(
                        null, Outcome.RULE, "", text, List.of("a relative path means the directory of its own file")))
                .toList();
    }

    private static String lost(Contribution own, List<Contribution> later) {
        if (own.removed().isPresent()) {
            return "does not count: " + own.removed().get();
        }
        Optional<Contribution> winner = later.stream()
                .filter(other -> other.removed().isEmpty() && !other.node().isNull())
                .findFirst();
        return winner.map(other -> "overridden at " + other.span())
                .orElse(own.node().isNull() ? "changes nothing: null keeps what is there" : "does not count");
    }

    private Step step(Contribution contribution, Outcome outcome, String verdict) {
        String value = Shown.text(contribution.node());
        Optional<String> raw =
                contribution.node() instanceof ScalarNode ? history.written(contribution.span()) : Optional.empty();
        List<String> notes = new ArrayList<>();
        if (!contribution.context().isEmpty()) {
            notes.add(contribution.context());
        }
        raw.ifPresent(text -> notes.addAll(Origins.of(text, contribution.scope().variables())));
        if (raw.isPresent() && !VariableUse.in(raw.get()).isEmpty()) {
            notes.add("with variables replaced: " + value);
        }
        notes.add(verdict);
        return new Step(contribution.span(), outcome, raw.orElse(value), value, notes);
    }

    /** What the canonical form of the project makes of it. */
    private List<Step> ofCanonical(Tokens tokens, Optional<Node> before) {
        return ofCanonical(tokens, before, DEFAULT);
    }

    /** {@code unwritten} says why, when the files do not have the value in its place. */
    private List<Step> ofCanonical(Tokens tokens, Optional<Node> before, String unwritten) {
        Optional<String> written = before.map(Shown::text);
        Optional<String> after = tokens.in(canonical).map(entry -> Shown.text(entry.value()));
        if (after.isEmpty()
                || after.equals(written)
                || before.filter(node -> !(node instanceof ScalarNode)).isPresent()) {
            return List.of();
        }
        String note = written.isEmpty() ? unwritten : "in canonical form";
        return List.of(new Step(null, Outcome.RULE, "", after.get(), List.of(note)));
    }
}

package io.jcompose.spec.phase;

import io.jcompose.spec.env.BadTemplate;
import io.jcompose.spec.env.Template;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;

/** Substitutes variables in all values (never in keys) of each document. */
final class Interpolate implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        Run run = new Run(draft, setting);
        return draft.mapDocuments(document -> document.withTree(run.map(document.tree(), "")));
    }

    private static final class Run {
        private final Draft draft;
        private final Setting setting;

        Run(Draft draft, Setting setting) {
            this.draft = draft;
            this.setting = setting;
        }

        MapNode map(MapNode map, String path) {
            return map.mapped((key, value) -> node(value, TreePath.child(path, key)));
        }

        private Node node(Node node, String path) {
            if (node instanceof MapNode map) {
                return map(map, path);
            }
            if (node instanceof ListNode list) {
                List<Node> items = new ArrayList<>();
                list.items().forEach(item -> items.add(node(item, TreePath.item(path, items.size()))));
                return new ListNode(list.span(), items);
            }
            return scalar((ScalarNode) node, path);
        }

        private Node scalar(ScalarNode scalar, String path) {
            if (scalar.kind() != Kind.STRING || scalar.text().indexOf('$') < 0) {
                return scalar;
            }
            try {
                String text = Template.substitute(
                        scalar.text(),
                        name -> setting.variable(name, draft),
                        name -> setting.problems()
                                .warn(
                                        scalar.span(),
                                        path,
                                        "the \"" + name + "\" variable is not set, defaulting to a blank string",
                                        null));
                setting.composition().substituted(text);
                return ScalarNode.string(scalar.span(), text);
            } catch (BadTemplate e) {
                setting.problems().error(scalar.span(), path, e.sentence(), e.hint());
                return scalar;
            }
        }
    }
}

package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.fuzz.Trees;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value of a wrong form at any place of any golden file gives problems with places, or has a meaning after all. */
@Timeout(120)
class WrongFormsTest {
    private static final MapNode EMPTY = MapNode.empty(Node.NOWHERE);
    private static final List<Node> FORMS = List.of(
            ScalarNode.string(Node.NOWHERE, "\u00bf?"),
            ScalarNode.string(Node.NOWHERE, ""),
            new ScalarNode(Node.NOWHERE, "-7.5e3", Kind.FLOAT),
            new ScalarNode(Node.NOWHERE, "99999999999999999999", Kind.INT),
            new ScalarNode(Node.NOWHERE, "true", Kind.BOOL),
            new ScalarNode(Node.NOWHERE, "", Kind.NULL),
            new ListNode(Node.NOWHERE, List.of()),
            new ListNode(Node.NOWHERE, List.of(EMPTY, EMPTY)),
            new ListNode(Node.NOWHERE, List.of(new ListNode(Node.NOWHERE, List.of(EMPTY)))),
            EMPTY,
            EMPTY.with("\u00bf", EMPTY.with("?", new ListNode(Node.NOWHERE, List.of(EMPTY)))),
            EMPTY.with("a", EMPTY.with("b", new ScalarNode(Node.NOWHERE, "1", Kind.INT))));

    @Test
    void every_place_of_every_golden_file_takes_any_form() {
        int turn = 0;
        for (MapNode golden : Trees.golden()) {
            for (int place = 1; place < Trees.size(golden); place++) {
                Node form = FORMS.get(turn++ % FORMS.size());
                answered(YamlWriter.write((MapNode) Trees.changed(golden, place, node -> form)));
            }
        }
    }

    @Test
    void every_attribute_of_a_service_refuses_some_form_at_its_place() {
        Set<String> trusting = new TreeSet<>();
        for (String attribute : attributes()) {
            boolean refused = false;
            for (Node form : FORMS) {
                MapNode service = EMPTY.with("image", ScalarNode.string(Node.NOWHERE, "x"))
                        .with(attribute, form);
                MapNode model = EMPTY.with("services", EMPTY.with("web", service));
                refused |= answered(YamlWriter.write(model)).stream()
                        .anyMatch(problem -> problem.path().startsWith("services.web." + attribute));
            }
            if (!refused) {
                trusting.add(attribute);
            }
        }
        assertThat(trusting).isEmpty();
    }

    /** All that some golden file writes. */
    private static Set<String> attributes() {
        Set<String> attributes = new TreeSet<>();
        for (MapNode golden : Trees.golden()) {
            golden.map("services").entries().forEach((name, entry) -> {
                if (entry.value() instanceof MapNode service) {
                    attributes.addAll(service.entries().keySet());
                }
            });
        }
        attributes.removeIf(attribute -> attribute.startsWith("x-"));
        return attributes;
    }

    private static List<Problem> answered(String yaml) {
        try {
            Loader.load(Requests.text(yaml));
            return List.of();
        } catch (SpecException e) {
            List<Problem> lost = new ArrayList<>(e.problems());
            lost.removeIf(problem -> problem.span() != null || problem.path().equals("name"));
            assertThat(lost).as(yaml).isEmpty();
            return e.problems();
        } catch (RuntimeException | StackOverflowError e) {
            return fail(yaml, e);
        }
    }
}

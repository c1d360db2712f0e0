package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Difference;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlReader;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A random project that is written in other ways has the same fingerprints. */
class SameMeaningTest {
    private static final int CASES = 150;

    private final long seed = System.nanoTime();

    @Test
    void the_order_of_keys_means_nothing() throws SpecException {
        everyCase(SameMeaningTest::reversed);
    }

    @Test
    void json_means_what_yaml_means() throws SpecException {
        for (long i = seed; i < seed + CASES; i++) {
            Project project = new RandomProject(i).project();
            assertSame(Canonical.yaml(project), Canonical.userJson(project), i);
        }
    }

    @Test
    void lists_of_keys_and_values_mean_what_mappings_mean() throws SpecException {
        everyCase(root -> services(
                root,
                service -> service.mapped(
                        (key, value) -> key.equals("environment") || key.equals("labels") ? listed(value) : value)));
    }

    @Test
    void a_project_in_two_documents_means_what_it_means_in_one() throws SpecException {
        for (long i = seed; i < seed + CASES; i++) {
            String yaml = Canonical.yaml(new RandomProject(i).project());
            MapNode root = root(yaml);
            MapNode first = services(root, service -> half(service, 0));
            MapNode second = services(root.filtered("services"::equals), service -> half(service, 1));
            assertSame(yaml, YamlWriter.write(first) + "---\n" + YamlWriter.write(second), i);
        }
    }

    private void everyCase(UnaryOperator<MapNode> rewriting) throws SpecException {
        for (long i = seed; i < seed + CASES; i++) {
            String yaml = Canonical.yaml(new RandomProject(i).project());
            assertSame(yaml, YamlWriter.write(rewriting.apply(root(yaml))), i);
        }
    }

    private static void assertSame(String text, String other, long seed) throws SpecException {
        Project one = Loader.load(Requests.text(text)).project();
        Project two = Loader.load(Requests.text(other)).project();
        assertThat(two.services().keySet())
                .as("seed %d", seed)
                .isEqualTo(one.services().keySet());
        one.services().forEach((name, service) -> {
            var twin = two.services().get(name);
            assertThat(twin).as("seed %d", seed).isNotNull();
            if (twin != null) {
                assertThat(Difference.between(service, twin))
                        .as("seed %d\n%s", seed, other)
                        .isEmpty();
                assertThat(Fingerprint.of(twin)).as("seed %d", seed).isEqualTo(Fingerprint.of(service));
            }
        });
    }

    private static MapNode root(String yaml) {
        return YamlReader.read("file", yaml, new Problems()).get(0).tree();
    }

    private static MapNode services(MapNode root, UnaryOperator<MapNode> change) {
        return root.with(
                "services",
                root.map("services")
                        .mapped((name, node) -> node instanceof MapNode service ? change.apply(service) : node));
    }

    private static MapNode reversed(MapNode map) {
        List<Map.Entry<String, Entry>> entries = new ArrayList<>(map.entries().entrySet());
        Collections.reverse(entries);
        Map<String, Entry> turned = new LinkedHashMap<>();
        entries.forEach(entry -> {
            Node value = entry.getValue().value();
            turned.put(
                    entry.getKey(),
                    new Entry(entry.getValue().keySpan(), value instanceof MapNode inner ? reversed(inner) : value));
        });
        return new MapNode(map.span(), turned);
    }

    /** What a list cannot say stays a mapping. */
    private static Node listed(Node node) {
        if (!(node instanceof MapNode map)) {
            return node;
        }
        List<Node> lines = new ArrayList<>();
        for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
            boolean plain = entry.getValue().value() instanceof ScalarNode scalar && scalar.kind() == Kind.STRING;
            if (!plain || entry.getKey().contains("=") || entry.getKey().contains("$")) {
                return node;
            }
            String value = ((ScalarNode) entry.getValue().value()).text();
            lines.add(ScalarNode.string(node.span(), entry.getKey() + "=" + value));
        }
        return lines.isEmpty() ? node : new ListNode(node.span(), lines);
    }

    /** Every second attribute. */
    private static MapNode half(MapNode service, int which) {
        List<String> keys = List.copyOf(service.entries().keySet());
        return service.filtered(key -> keys.indexOf(key) % 2 == which);
    }
}

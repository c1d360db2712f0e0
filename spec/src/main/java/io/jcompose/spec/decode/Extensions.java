package io.jcompose.spec.decode;

import io.jcompose.spec.Further;
import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What users say in {@code x-*} attributes of a project or a part of it (compose-spec, 11-extension): kept as it is. */
final class Extensions {
    private static final String PREFIX = "x-";
    /** Our own: where a canonical project came from. */
    private static final String ORIGIN = "x-jcompose";

    private Extensions() {}

    /** {@code further} with the extensions of a mapping. */
    static Further onto(Further further, MapNode node) {
        SortedMap<String, Value> values = new TreeMap<>(further.values());
        for (Map.Entry<String, Node.Entry> entry : node.entries().entrySet()) {
            String key = entry.getKey();
            Node value = entry.getValue().value();
            if (key.startsWith(PREFIX) && !key.equals(ORIGIN) && !value.isNull()) {
                values.put(key, value(value));
            }
        }
        return new Further(values);
    }

    /** Nothing in a list is an empty text; under a key it is as good as absent. */
    private static Value value(Node node) {
        if (node instanceof ListNode list) {
            List<Value> items = list.items().stream().map(Extensions::value).toList();
            return new Value.Items(items);
        }
        if (node instanceof MapNode map) {
            SortedMap<String, Value> fields = new TreeMap<>();
            map.entries().forEach((key, entry) -> {
                if (!entry.value().isNull()) {
                    fields.put(key, value(entry.value()));
                }
            });
            return new Value.Fields(fields);
        }
        ScalarNode scalar = (ScalarNode) node;
        return switch (scalar.kind()) {
            case STRING, NULL -> Value.of(scalar.text());
            case BOOL -> Value.of(scalar.text().equalsIgnoreCase("true"));
            case INT -> new Value.Decimal(new BigDecimal(CoreSchema.asText(scalar)));
            case FLOAT -> decimal(scalar);
        };
    }

    /** What no double holds stays a text: its digits could fill the memory. */
    private static Value decimal(ScalarNode scalar) {
        String text = CoreSchema.asText(scalar);
        if (text.endsWith("Inf") || text.equals("NaN")) {
            return Value.of(text);
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? Value.of(text) : new Value.Decimal(BigDecimal.valueOf(number));
    }
}

package io.jcompose.spec.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to a tree. */
public final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(64 << 20)
                    .build())
            .build();

    private final String file;
    private final JsonParser parser;

    private JsonReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The object in {@code text}; an empty one, and a problem, when there is none. */
    public static MapNode read(String file, String text, Problems problems) {
        Span start = new Span(file, 1, 1);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                MapNode map = new JsonReader(file, parser).object();
                if (parser.nextToken() == null) {
                    return map;
                }
            }
            problems.error(start, "", "is not one JSON object");
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            Span span = place == null ? start : new Span(file, place.getLineNr(), place.getColumnNr());
            problems.error(span, "", "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return MapNode.empty(start);
    }

    private Node value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT -> scalar(Kind.INT);
            case VALUE_NUMBER_FLOAT -> scalar(Kind.FLOAT);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Kind.BOOL);
            case VALUE_NULL -> scalar(Kind.NULL);
            default -> scalar(Kind.STRING);
        };
    }

    private MapNode object() throws IOException {
        Span span = span();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Span keySpan = span();
            String key = parser.currentName();
            parser.nextToken();
            entries.put(key, new Entry(keySpan, value()));
        }
        return new MapNode(span, entries);
    }

    private ListNode array() throws IOException {
        Span span = span();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new ListNode(span, items);
    }

    private ScalarNode scalar(Kind kind) throws IOException {
        return new ScalarNode(span(), parser.getText(), kind);
    }

    private Span span() {
        var place = parser.currentTokenLocation();
        return new Span(file, place.getLineNr(), place.getColumnNr());
    }
}

package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of an answer. What is missing or of another kind reads as empty: a newer daemon may say more, an older
 * one less.
 */
public final class JsonObject {
    static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** Reads one object. Throws {@link IOException} when the text is not one. */
    public static JsonObject read(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is not a JSON object");
            }
            return readObject(parser);
        }
    }

    /** Reads the object whose opening brace is the parser's current token. */
    static JsonObject readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, readValue(parser));
        }
        return new JsonObject(fields);
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> (long) parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + parser.currentToken() + " in the answer");
        };
    }

    private static List<@Nullable Object> readList(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(readValue(parser));
        }
        return items;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A string, or a number as text; else empty. */
    public String text(String name) {
        Object value = fields.get(name);
        return value instanceof String || value instanceof Long ? value.toString() : "";
    }

    /** A whole number, else 0. */
    public long number(String name) {
        return fields.get(name) instanceof Long value ? value : 0;
    }

    /** A whole number that fits, else 0. */
    public int integer(String name) {
        return (int) number(name);
    }

    /** True only when it is there and true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** An object inside. */
    public Optional<JsonObject> object(String name) {
        return fields.get(name) instanceof JsonObject value ? Optional.of(value) : Optional.empty();
    }

    /** The objects of a list. */
    public List<JsonObject> objects(String name) {
        return list(name).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The strings of a list. */
    public List<String> texts(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** The objects in an object inside, by name, in order. */
    public Map<String, JsonObject> objectMap(String name) {
        Map<String, JsonObject> objects = new LinkedHashMap<>();
        object(name)
                .ifPresent(inner -> inner.fields.forEach((key, value) -> {
                    if (value instanceof JsonObject object) {
                        objects.put(key, object);
                    }
                }));
        return objects;
    }

    /** The string fields of an object inside, in order. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(name).ifPresent(inner -> inner.fields.keySet().forEach(key -> texts.put(key, inner.text(key))));
        return texts;
    }

    private List<?> list(String name) {
        return fields.get(name) instanceof List<?> items ? items : List.of();
    }
}

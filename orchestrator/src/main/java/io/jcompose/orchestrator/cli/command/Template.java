package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of Go's templates that people use to get one thing out of an object: text, <code>{{.Field.Inner}}</code>,
 * <code>{{json .Field}}</code>, <code>{{index .Field "key" 0}}</code>. Values look as Go prints them.
 */
final class Template {
    private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern PATH = Pattern.compile("\\.|(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final String KNOWN = "{{.Field.Inner}}, {{json .Field}} and {{index .Field \"key\" 0}} are known";

    private Template() {}

    static boolean isOne(String format) {
        return format.contains("{{");
    }

    /** @param json an object */
    static String apply(String template, String json) throws UsageException, IOException {
        Object root = read(json);
        StringBuilder out = new StringBuilder();
        Matcher action = ACTION.matcher(template);
        int at = 0;
        while (action.find()) {
            out.append(template, at, action.start());
            out.append(value(action.group(1), root));
            at = action.end();
        }
        String rest = template.substring(at);
        if (rest.contains("{{")) {
            throw new UsageException("the template has {{ without }}", KNOWN);
        }
        return out.append(rest).toString();
    }

    private static String value(String action, @Nullable Object root) throws UsageException, IOException {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(action);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        if (words.size() == 1) {
            return printed(at(words.get(0), root));
        }
        if (words.size() == 2 && words.get(0).equals("json")) {
            return json(at(words.get(1), root));
        }
        if (words.size() > 2 && words.get(0).equals("index")) {
            Object value = at(words.get(1), root);
            for (String key : words.subList(2, words.size())) {
                value = inner(value, key);
            }
            return printed(value);
        }
        throw new UsageException("the template has {{" + action + "}}, which is not understood", KNOWN);
    }

    private static @Nullable Object at(String path, @Nullable Object root) throws UsageException {
        if (!PATH.matcher(path).matches()) {
            throw new UsageException("the template has \"" + path + "\", which is no path", KNOWN);
        }
        Object value = root;
        for (String name : path.substring(1).split("\\.")) {
            value = name.isEmpty() ? value : inner(value, name);
        }
        return value;
    }

    private static @Nullable Object inner(@Nullable Object value, String key) throws UsageException {
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        if (value instanceof List<?> list && key.matches("[0-9]{1,6}") && Integer.parseInt(key) < list.size()) {
            return list.get(Integer.parseInt(key));
        }
        String there = value instanceof Map<?, ?> map ? String.join(", ", names(map)) : "";
        throw new UsageException(
                "there is no \"" + key + "\" to fill the template with", there.isEmpty() ? KNOWN : there);
    }

    private static List<String> names(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    private static String printed(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + printed(entry.getValue()))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Template::printed).collect(Collectors.joining(" ", "[", "]"));
        }
        return value == null ? "<no value>" : value.toString();
    }

    private static String json(@Nullable Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            write(value, out);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Number || value instanceof Boolean) {
            out.writeRawValue(value.toString());
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value.toString());
        }
    }

    private static @Nullable Object read(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return read(parser);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new TreeMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}

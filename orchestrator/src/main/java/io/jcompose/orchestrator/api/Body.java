package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Typed reading of a request's JSON: every wrong type is a {@link BadRequest} that names the field. */
record Body(JsonNode json) {
    /** Of a project, and of the environments that a release takes along. */
    private static final int MOST_CONTENTS = 2 * Contents.LARGEST_TOGETHER;

    String text(String field) throws BadRequest {
        String value = textOrNull(field);
        if (value == null) {
            throw new BadRequest(400, "the field \"" + field + "\" is missing");
        }
        return value;
    }

    @Nullable
    String textOrNull(String field) throws BadRequest {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrong(field, "a text");
        }
        return node.textValue();
    }

    boolean flag(String field) throws BadRequest {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.booleanValue();
    }

    long number(String field, long otherwise) throws BadRequest {
        Long value = numberOrNull(field);
        return value == null ? otherwise : value;
    }

    @Nullable
    Long numberOrNull(String field) throws BadRequest {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(field, "a whole number");
        }
        return node.longValue();
    }

    List<String> texts(String field) throws BadRequest {
        JsonNode node = json.get(field);
        List<String> values = new ArrayList<>();
        if (node == null || node.isNull()) {
            return values;
        }
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                throw wrong(field, "a list of texts");
            }
            values.add(item.textValue());
        }
        if (!node.isArray()) {
            throw wrong(field, "a list of texts");
        }
        return values;
    }

    Map<String, Integer> counts(String field) throws BadRequest {
        Map<String, Integer> values = new TreeMap<>();
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return values;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().canConvertToInt() || entry.getValue().intValue() < 0) {
                throw wrong(field + "." + entry.getKey(), "a count of 0 or more");
            }
            values.put(entry.getKey(), entry.getValue().intValue());
        }
        return values;
    }

    Map<String, String> pairs(String field) throws BadRequest {
        Map<String, String> values = new TreeMap<>();
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return values;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw wrong(field + "." + entry.getKey(), "a text");
            }
            values.put(entry.getKey(), entry.getValue().textValue());
        }
        return values;
    }

    /** Contents of secrets and configs under their digests, in Base64. What is wrong of them is told without them. */
    Contents contents(String field) throws BadRequest {
        Map<String, byte[]> contents = new TreeMap<>();
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return Contents.NONE;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            byte[] content = binary(field, entry.getValue());
            if (content.length > Contents.LARGEST || !Contents.digest(content).equals(entry.getKey())) {
                throw wrong(field, "contents under their digests, at most " + Contents.LARGEST + " bytes each");
            }
            contents.put(entry.getKey(), content);
        }
        Contents all = new Contents(contents);
        if (all.size() > MOST_CONTENTS) {
            throw wrong(field, "at most " + MOST_CONTENTS + " bytes together");
        }
        return all;
    }

    static byte[] binary(String field, JsonNode node) throws BadRequest {
        try {
            byte[] content = node.isTextual() ? node.binaryValue() : null;
            if (content == null) {
                throw wrong(field, "Base64");
            }
            return content;
        } catch (IOException e) {
            throw wrong(field, "Base64");
        }
    }

    private static BadRequest wrong(String field, String wanted) {
        return new BadRequest(400, "the field \"" + field + "\" must be " + wanted);
    }
}

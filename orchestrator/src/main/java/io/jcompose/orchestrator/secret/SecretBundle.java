package io.jcompose.orchestrator.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Several secrets and configs as they leave one host for another: JSON, which goes out only sealed. */
public final class SecretBundle {
    /** What tells a bundle from another JSON text; its value is the format. */
    public static final String MARK = "jcompose-secrets";

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SecretBundle() {}

    /** One of them. Its text does not show the content. */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    public record Item(NamedContent.Kind kind, String name, byte[] content) {
        @Override
        public String toString() {
            return kind.word() + " " + name;
        }
    }

    static byte[] write(List<Item> items) throws IOException {
        ObjectNode root = JSON.createObjectNode().put(MARK, FORMAT);
        ArrayNode list = root.putArray("items");
        items.forEach(item -> list.addObject()
                .put("kind", item.kind().word())
                .put("name", item.name())
                .put("content", item.content()));
        return JSON.writeValueAsBytes(root);
    }
}

package io.jcompose.orchestrator.client;

import java.util.List;

/** Something that should be known, and its place in the project (a tree path, or empty). */
public record Notice(String message, String path) {
    static List<Notice> of(JsonObject json) {
        return json.objects("notices").stream()
                .map(one -> new Notice(one.text("message"), one.text("path")))
                .toList();
    }
}

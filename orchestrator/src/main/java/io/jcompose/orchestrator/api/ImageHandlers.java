package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Lists, removes and makes images. */
final class ImageHandlers {
    private final Api api;

    ImageHandlers(Api api) {
        this.api = api;
    }

    void list(Call call) throws IOException {
        ObjectNode answer = Call.object();
        ArrayNode images = answer.putArray("images");
        api.images().list().forEach(entry -> describe(images.addObject(), entry));
        call.json(answer);
    }

    private static void describe(ObjectNode node, ImageCatalog.Entry entry) {
        node.put("id", entry.id())
                .put("size", entry.size())
                .put("created", entry.created().toString());
        ArrayNode references = node.putArray("references");
        entry.references().forEach(references::add);
    }

    void remove(Call call) throws IOException, Refused {
        ObjectNode answer = Call.object();
        ArrayNode removed = answer.putArray("removed");
        boolean force = Boolean.parseBoolean(call.parameter("force"));
        api.images().remove(call.argument(0), force).forEach(removed::add);
        call.json(answer);
    }

    void fromHost(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        String name = call.body().text("name");
        List<String> paths = call.body().texts("paths");
        Answer answer = call.answer();
        answer.begin();
        ImageCatalog.Entry made = api.images().fromHost(name, paths, text -> progress(answer, name, text));
        ObjectNode last = Call.object();
        describe(last.putObject("result"), made);
        answer.line(last);
        answer.end();
    }

    private static void progress(Answer answer, String name, String text) {
        ObjectNode line = Call.object();
        line.putObject("progress")
                .put("id", "Image " + name)
                .put("status", "Building")
                .put("phase", "WORKING")
                .put("detail", text);
        try {
            answer.lineIfFast(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

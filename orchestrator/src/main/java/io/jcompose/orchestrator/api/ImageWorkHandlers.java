package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tags, looks at, measures, prunes, checks, saves and loads images. */
final class ImageWorkHandlers {
    private final Api api;

    ImageWorkHandlers(Api api) {
        this.api = api;
    }

    void tag(Call call) throws IOException, Refused, BadRequest {
        api.imageWorks().tag(call.body().text("source"), call.body().text("name"));
        call.json(Call.object());
    }

    void inspect(Call call) throws IOException, Refused, BadRequest {
        call.json(Call.object().put("image", api.imageWorks().inspect(reference(call))));
    }

    void history(Call call) throws IOException, Refused, BadRequest {
        ObjectNode answer = Call.object();
        ArrayNode steps = answer.putArray("steps");
        for (ImageWorks.Step step : api.imageWorks().history(reference(call))) {
            steps.addObject()
                    .put("created", step.created())
                    .put("createdBy", step.createdBy())
                    .put("size", step.size())
                    .put("comment", step.comment());
        }
        call.json(answer);
    }

    private static String reference(Call call) throws BadRequest {
        String reference = call.parameter("image");
        if (reference == null) {
            throw new BadRequest(400, "the parameter \"image\" is missing");
        }
        return reference;
    }

    void usage(Call call) throws IOException {
        ImageWorks.Usage usage = api.imageWorks().usage();
        ObjectNode answer = Call.object()
                .put("images", usage.images())
                .put("active", usage.active())
                .put("size", usage.size())
                .put("reclaimable", usage.reclaimable());
        ArrayNode each = answer.putArray("each");
        for (ImageWorks.Part part : usage.each()) {
            ObjectNode node = each.addObject()
                    .put("id", part.id())
                    .put("created", part.created())
                    .put("shared", part.shared())
                    .put("unique", part.unique())
                    .put("active", part.active());
            texts(node, "references", part.references());
        }
        call.json(answer);
    }

    void prune(Call call) throws IOException, Refused, BadRequest {
        Body body = call.body();
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : body.texts("labels")) {
            String[] parts = label.split("=", 2);
            labels.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        ImageWorks.Pruned pruned = api.imageWorks().prune(body.flag("all"), instant(body.textOrNull("before")), labels);
        ObjectNode answer = Call.object().put("freed", pruned.freed());
        texts(answer, "removed", pruned.lines());
        call.json(answer);
    }

    private static @Nullable Instant instant(@Nullable String text) throws BadRequest {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadRequest(400, "the field \"before\" must be a time as 2026-11-22T10:00:00Z");
        }
    }

    void check(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        stream(
                call,
                "Images",
                "Checking",
                (progress, result) -> texts(result, "faults", api.imageWorks().check(progress)));
    }

    void save(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        Body body = call.body();
        List<String> references = body.texts("references");
        boolean oci = body.flag("oci");
        String to = body.text("to");
        stream(call, "Images", "Saving", (progress, result) -> api.imageWorks().save(references, oci, to));
    }

    void load(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        String from = call.body().text("from");
        stream(
                call,
                "Images",
                "Loading",
                (progress, result) -> texts(result, "lines", api.imageWorks().load(from, progress)));
    }

    void importTree(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        Body body = call.body();
        String from = body.text("from");
        String name = body.text("name");
        List<String> changes = body.texts("changes");
        String message = body.text("message");
        stream(
                call,
                "Image",
                "Importing",
                (progress, result) -> result.put("id", api.imageWorks().importTree(from, name, changes, message)));
    }

    void export(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        Body body = call.body();
        String service = body.text("service");
        int index = (int) body.number("index", 0);
        String to = body.text("to");
        stream(
                call,
                "Service " + service,
                "Exporting",
                (progress, result) -> api.imageWorks().export(call.argument(0), service, index, to));
    }

    @FunctionalInterface
    private interface Work {
        void run(Consumer<String> progress, ObjectNode result) throws Refused;
    }

    private static void stream(Call call, String id, String verb, Work work)
            throws IOException, Refused, InterruptedException {
        Answer answer = call.answer();
        answer.begin();
        ObjectNode last = Call.object();
        work.run(text -> progress(answer, id, verb, text), last.putObject("result"));
        answer.line(last);
        answer.end();
    }

    private static void progress(Answer answer, String id, String verb, String text) {
        ObjectNode line = Call.object();
        line.putObject("progress")
                .put("id", id)
                .put("status", verb)
                .put("phase", "WORKING")
                .put("detail", text);
        try {
            answer.lineIfFast(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void texts(ObjectNode node, String name, List<String> texts) {
        texts.forEach(node.putArray(name)::add);
    }
}

package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.ProjectFile;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.release.Change;
import io.jcompose.orchestrator.release.Heading;
import io.jcompose.orchestrator.release.Release;
import io.jcompose.orchestrator.release.ReleaseBook;
import io.jcompose.orchestrator.release.ReleasedImage;
import io.jcompose.orchestrator.release.Releases;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows releases, and goes back to one. */
final class ReleaseHandlers {
    private final Api api;

    ReleaseHandlers(Api api) {
        this.api = api;
    }

    private ReleaseBook book() {
        return releases().book();
    }

    private Releases releases() {
        return api.deployments().releases();
    }

    void list(Call call) throws IOException, Refused {
        String project = call.argument(0);
        int running = book().running(project).map(Heading::number).orElse(0);
        ObjectNode answer = Call.object().put("project", project).put("running", running);
        ArrayNode list = answer.putArray("releases");
        for (Heading heading : book().history(project)) {
            describe(list.addObject(), heading);
        }
        call.json(answer);
    }

    private static void describe(ObjectNode node, Heading heading) {
        node.put("number", heading.number())
                .put("project", heading.project())
                .put("environment", heading.environment())
                .put("time", heading.time().toString())
                .put("user", heading.who().user())
                .put("uid", heading.who().uid())
                .put("cause", heading.cause())
                .put("content", heading.content())
                .put("state", heading.outcome().state().word())
                .put("reason", heading.outcome().reason());
        describe(node.putObject("images"), heading.images());
    }

    private static void describe(ObjectNode node, SortedMap<String, ReleasedImage> images) {
        images.forEach((key, image) -> node.putObject(key)
                .put("reference", image.reference())
                .put("id", image.id())
                .put("digest", image.digest()));
    }

    void show(Call call) throws IOException, Refused, BadRequest {
        Release release = book().release(call.argument(0), number(call.argument(1)));
        ObjectNode answer = Call.object();
        describe(answer, release.heading());
        ArrayNode plan = answer.putArray("plan");
        release.plan().forEach(step -> plan.addObject().put("text", step.text()).put("because", step.because()));
        answer.put("model", Canonical.userJson(ProjectFile.model(release.wanted())));
        call.json(answer);
    }

    private static int number(String text) throws BadRequest {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "not the number of a release: " + text);
        }
    }

    /** Number 0 stands for what runs, -1 for what a rollback would bring. */
    void difference(Call call) throws IOException, Refused, BadRequest {
        Body body = call.body();
        Release first = release(body.text("project"), (int) body.number("number", 0));
        Release second = release(body.text("otherProject"), (int) body.number("otherNumber", 0));
        ObjectNode answer = Call.object();
        describe(answer.putObject("first"), first.heading());
        describe(answer.putObject("second"), second.heading());
        ArrayNode changes = answer.putArray("changes");
        for (Change change : Change.between(first, second)) {
            changes.addObject()
                    .put("path", change.path())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        call.json(answer);
    }

    private Release release(String project, int number) throws Refused {
        if (number < 0) {
            return book().target(project, 0);
        }
        if (number > 0) {
            return book().release(project, number);
        }
        Heading running = book().running(project)
                .orElseThrow(() ->
                        new Refused(Refused.Kind.NOT_FOUND, "no release of project " + project + " is running", ""));
        return book().release(project, running.number());
    }

    void planRollback(Call call) throws IOException, Refused, BadRequest {
        Release target = book().target(call.argument(0), (int) call.body().number("number", 0));
        ObjectNode answer = Call.object().put("number", target.heading().number());
        ArrayNode actions = answer.putArray("actions");
        releases().planRollback(target).forEach(planned -> ChangeHandlers.describe(actions, planned));
        call.json(answer);
    }

    void rollback(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        String project = call.argument(0);
        Release target = book().target(project, (int) call.body().number("number", 0));
        ChangeHandlers.stream(api, call, project, result -> {
            result.put("target", target.heading().number());
            result.put("release", releases().rollback(target, call.who()));
        });
    }

    /** What references mean on this host. */
    void meant(Call call) throws IOException, BadRequest {
        SortedMap<String, ReleasedImage> images = new TreeMap<>();
        for (String reference : call.body().texts("references")) {
            releases().pins().meant(reference).ifPresent(image -> images.put(reference, image));
        }
        ObjectNode answer = Call.object();
        describe(answer.putObject("images"), images);
        call.json(answer);
    }
}

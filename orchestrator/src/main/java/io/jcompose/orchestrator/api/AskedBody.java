package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what a request asks for; {@code client.AskedJson} writes it. */
final class AskedBody {
    private AskedBody() {}

    /** An up of the project of this name. */
    static UpRequest upRequest(String name, Body body) throws BadRequest, SpecException {
        JsonNode model = body.json().get("model");
        if (model == null || !model.isObject()) {
            throw new BadRequest(400, "the field \"model\" must be a project in canonical form");
        }
        Project project = Canonical.parse(model.toString());
        if (!project.name().equals(name)) {
            throw new BadRequest(400, "the model is project " + project.name() + ", not " + name);
        }
        return new UpRequest(project, Set.copyOf(body.texts("disabled")), up(body))
                .discarding(Set.copyOf(body.texts("discards")));
    }

    private static UpAsked up(Body body) throws BadRequest {
        return new UpAsked(
                new Chosen(body.texts("services"), body.flag("noDeps")),
                body.counts("scale"),
                new Recreation(when(body, "recreate"), when(body, "recreateDependencies"), body.flag("renewVolumes")),
                body.flag("removeOrphans"),
                body.flag("noStart"),
                body.numberOrNull("stopSeconds"));
    }

    private static Recreation.When when(Body body, String field) throws BadRequest {
        return word(body, field, Recreation.When.CHANGED, Recreation.When.values());
    }

    /** One of {@code values}, in small letters. */
    private static <E extends Enum<E>> E word(Body body, String field, E otherwise, E[] values) throws BadRequest {
        String word = body.textOrNull(field);
        if (word == null) {
            return otherwise;
        }
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new BadRequest(
                        400,
                        "the field \"" + field + "\" must be one of "
                                + Arrays.toString(values).toLowerCase(Locale.ROOT)));
    }

    static DownAsked down(Body body) throws BadRequest {
        return new DownAsked(
                body.texts("services"),
                body.flag("volumes"),
                word(body, "images", DownAsked.Images.NONE, DownAsked.Images.values()),
                body.flag("removeOrphans"),
                body.numberOrNull("stopSeconds"));
    }

    static Operation stop(Body body) throws BadRequest {
        return new Operation.Stop(body.texts("services"), body.numberOrNull("stopSeconds"));
    }

    static Operation start(Body body) throws BadRequest {
        return new Operation.Start(body.texts("services"));
    }

    static Operation restart(Body body) throws BadRequest {
        return new Operation.Restart(body.texts("services"), body.numberOrNull("stopSeconds"), body.flag("noDeps"));
    }

    static Operation kill(Body body) throws BadRequest {
        String given = body.textOrNull("signal");
        String signal = given == null ? "KILL" : given;
        if (Signals.number(signal).isEmpty()) {
            throw new BadRequest(400, "no such signal: " + signal);
        }
        return new Operation.Kill(body.texts("services"), signal, body.flag("removeOrphans"));
    }

    static Operation remove(Body body) throws BadRequest {
        List<String> services = body.texts("services");
        if (services.isEmpty()) {
            throw new BadRequest(400, "the field \"services\" is empty");
        }
        return new Operation.Remove(services, body.flag("volumes"));
    }
}

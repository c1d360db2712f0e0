package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Pulls, pushes, asks for digests, checks accounts. */
final class RegistryHandlers {
    private static final int MOST_ACCOUNTS = 1_000;

    private final Api api;

    RegistryHandlers(Api api) {
        this.api = api;
    }

    void pull(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        Body body = call.body();
        var wish = new RegistryDesk.Wish(
                body.text("reference"), body.textOrNull("platform"), body.flag("onlyMissing"), accounts(body));
        stream(
                call,
                wish.reference(),
                "Pull",
                (progress, result) -> result.put("id", api.registries().pull(wish, progress)));
    }

    void push(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        String reference = call.body().text("reference");
        List<RegistryDesk.Login> accounts = accounts(call.body());
        stream(
                call,
                reference,
                "Push",
                (progress, result) -> result.put("digest", api.registries().push(reference, accounts, progress)));
    }

    void digest(Call call) throws IOException, Refused, BadRequest {
        Body body = call.body();
        String digest = api.registries().digest(body.text("reference"), accounts(body));
        call.json(Call.object().put("digest", digest));
    }

    void login(Call call) throws IOException, Refused, BadRequest {
        List<RegistryDesk.Login> accounts = accounts(call.body());
        if (accounts.size() != 1) {
            throw new BadRequest(400, "the field \"accounts\" must have one account");
        }
        api.registries().login(accounts.get(0));
        call.json(Call.object());
    }

    /** The accounts that came with a request. */
    static List<RegistryDesk.Login> accounts(Body body) throws BadRequest {
        JsonNode list = body.json().path("accounts");
        if (list.size() > MOST_ACCOUNTS) {
            throw new BadRequest(400, "the field \"accounts\" has more than " + MOST_ACCOUNTS + " entries");
        }
        List<RegistryDesk.Login> accounts = new ArrayList<>();
        for (JsonNode item : list) {
            Body fields = new Body(item);
            accounts.add(new RegistryDesk.Login(
                    fields.text("registry"), fields.text("user"), fields.text("secret"), fields.flag("identityToken")));
        }
        return accounts;
    }

    @FunctionalInterface
    private interface Work {
        void run(Consumer<Progress> progress, ObjectNode result) throws Refused;
    }

    private static void stream(Call call, String reference, String verb, Work work)
            throws IOException, Refused, InterruptedException {
        Answer answer = call.answer();
        ObjectNode last = Call.object();
        String id = "Image " + reference;
        answer.begin();
        ProgressLine.send(answer, new Progress("", id, verb + "ing", Progress.Phase.WORKING, null));
        work.run(progress -> ProgressLine.send(answer, progress), last.putObject("result"));
        ProgressLine.send(answer, new Progress("", id, verb + "ed", Progress.Phase.DONE, null));
        answer.line(last);
        answer.end();
    }
}

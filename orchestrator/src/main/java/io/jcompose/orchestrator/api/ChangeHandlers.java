package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.orchestrator.reconcile.PlanSeal;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Contents;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Difference;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands that change what is wanted: they stream progress until it is so. */
final class ChangeHandlers {
    private final Api api;

    ChangeHandlers(Api api) {
        this.api = api;
    }

    /** Work that is done while progress is streamed; fills in the result. */
    @FunctionalInterface
    interface Work {
        void run(ObjectNode result) throws Refused, IOException, InterruptedException;
    }

    void up(Call call) throws BadRequest, Refused, SpecException, IOException, InterruptedException {
        Body body = call.body();
        UpRequest request = upRequest(call.argument(0), body);
        Contents contents = body.contents("contents");
        Optional<PlanSeal> plan = within(body);
        if (plan.isPresent()) {
            api.control().mustBeWithin(plan.get(), request);
        }
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().up(request));
            return;
        }
        boolean wait = body.flag("wait");
        long seconds = body.number("waitSeconds", 0);
        List<RegistryDesk.Login> accounts = RegistryHandlers.accounts(body);
        Releasing.Ask ask = Releasing.ask(call.who(), body, request);
        stream(call, result -> {
            String project = call.argument(0);
            SecretStore.Hold held = api.secrets().hold();
            LentAccounts.Loan loan = api.registries().lend(project, accounts);
            try {
                api.control().keep(request, contents);
                result.put("release", new Releasing(api).up(request, ask));
            } finally {
                loan.close();
                held.close();
            }
            if (wait) {
                api.control().awaitHealthy(project, request.services(), seconds);
            }
            ArrayNode orphans = result.putArray("orphans");
            Orphans.of(api.control().wanted(project), api.inventory().rows(project))
                    .forEach(orphans::add);
            ArrayNode warnings = result.putArray("warnings");
            String degraded = api.control().degraded(project);
            if (!degraded.isEmpty()) {
                warnings.add("project " + project + ": " + degraded);
            }
            api.host().warnings().forEach(warnings::add);
        });
    }

    static UpRequest upRequest(String name, Body body) throws BadRequest, SpecException {
        JsonNode model = body.json().get("model");
        if (model == null || !model.isObject()) {
            throw new BadRequest(400, "the field \"model\" must be a project in canonical form");
        }
        Project project = Canonical.parse(model.toString());
        if (!project.name().equals(name)) {
            throw new BadRequest(400, "the model is project " + project.name() + ", not " + name);
        }
        return new UpRequest(
                project,
                Set.copyOf(body.texts("disabled")),
                body.texts("services"),
                body.counts("scale"),
                body.flag("forceRecreate"),
                body.flag("removeOrphans"),
                body.flag("noDeps"),
                body.flag("noStart"),
                body.numberOrNull("stopSeconds"));
    }

    void plan(Call call) throws BadRequest, Refused, SpecException, IOException {
        ObjectNode answer = Call.object();
        ArrayNode actions = answer.putArray("actions");
        UpRequest request = upRequest(call.argument(0), call.body());
        api.control().plan(request).forEach(planned -> describe(actions, planned));
        PlanSeal seal = api.control().seal(request);
        answer.putObject("seal")
                .put("asked", seal.asked())
                .put("wanted", seal.wanted())
                .put("observed", seal.observed())
                .put("actions", seal.actions());
        call.json(answer);
    }

    /** The plan that an {@code up} keeps to, when it does. */
    private static Optional<PlanSeal> within(Body body) throws BadRequest {
        if (!body.json().has("plan")) {
            return Optional.empty();
        }
        Map<String, String> seal = body.pairs("plan");
        return Optional.of(new PlanSeal(
                seal.getOrDefault("asked", ""),
                seal.getOrDefault("wanted", ""),
                seal.getOrDefault("observed", ""),
                seal.getOrDefault("actions", "")));
    }

    static void describe(ArrayNode actions, Planned planned) {
        ArrayNode changes = actions.addObject()
                .put("text", planned.text())
                .put("because", planned.because())
                .put("path", planned.path())
                .putArray("changes");
        for (Difference change : planned.changes()) {
            changes.addObject()
                    .put("path", change.path())
                    .put("before", change.before())
                    .put("after", change.after());
        }
    }

    void down(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        Body body = call.body();
        var services = body.texts("services");
        boolean volumes = body.flag("volumes");
        boolean orphans = body.flag("removeOrphans");
        Long seconds = body.numberOrNull("stopSeconds");
        if (volumes && services.isEmpty()) {
            new Losses(api).mustNotBeProtected(call.argument(0), body.texts("unprotect"));
        }
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().down(call.argument(0), services, volumes, orphans, seconds));
            return;
        }
        stream(call, result -> {
            String project = call.argument(0);
            String detail = String.join(" ", services) + (volumes ? " with volumes" : "");
            Audited.run(
                    api,
                    call,
                    new Deed("down", project, detail.strip(), Deed.BEGUN),
                    () -> result.put("found", api.control().down(project, services, volumes, orphans, seconds)));
            if (services.isEmpty()) {
                ArrayNode left = result.putArray("orphans");
                Orphans.of(null, api.inventory().rows(project)).forEach(left::add);
            }
        });
    }

    void stop(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        var services = call.body().texts("services");
        Long seconds = call.body().numberOrNull("stopSeconds");
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().stop(call.argument(0), services, seconds));
            return;
        }
        stream(
                call,
                result -> Audited.run(
                        api,
                        call,
                        deed("stop", call, services),
                        () -> api.control().stop(call.argument(0), services, seconds)));
    }

    void start(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        Body body = call.body();
        var services = body.texts("services");
        boolean wait = body.flag("wait");
        long seconds = body.number("waitSeconds", 0);
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().start(call.argument(0), services));
            return;
        }
        stream(call, result -> {
            Audited.run(
                    api,
                    call,
                    deed("start", call, services),
                    () -> api.control().start(call.argument(0), services));
            if (wait) {
                api.control().awaitHealthy(call.argument(0), services, seconds);
            }
        });
    }

    void restart(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        Body body = call.body();
        var services = body.texts("services");
        Long seconds = body.numberOrNull("stopSeconds");
        boolean alone = body.flag("noDeps");
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().restart(call.argument(0), services, seconds, alone));
            return;
        }
        stream(
                call,
                result -> Audited.run(
                        api,
                        call,
                        deed("restart", call, services),
                        () -> api.control().restart(call.argument(0), services, seconds, alone)));
    }

    void remove(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        var services = call.body().texts("services");
        if (services.isEmpty()) {
            throw new BadRequest(400, "the field \"services\" is empty");
        }
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().remove(call.argument(0), services));
            return;
        }
        stream(
                call,
                result -> Audited.run(
                        api,
                        call,
                        deed("rm", call, services),
                        () -> api.control().remove(call.argument(0), services)));
    }

    void kill(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        var services = call.body().texts("services");
        String name = call.body().textOrNull("signal");
        int signal = Signals.number(name == null ? "KILL" : name)
                .orElseThrow(() -> new BadRequest(400, "no such signal: " + name));
        boolean orphans = call.body().flag("removeOrphans");
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().kill(call.argument(0), services, signal));
            return;
        }
        stream(
                call,
                result -> Audited.run(
                        api,
                        call,
                        deed("kill", call, services),
                        () -> api.control().kill(call.argument(0), services, signal, orphans)));
    }

    private static Deed deed(String action, Call call, List<String> services) {
        return new Deed(action, call.argument(0), String.join(" ", services), Deed.BEGUN);
    }

    private void stream(Call call, Work work) throws Refused, IOException, InterruptedException {
        stream(api, call, call.argument(0), work);
    }

    /** Does the work and shows what happens to {@code project} meanwhile. */
    static void stream(Api api, Call call, String project, Work work)
            throws Refused, IOException, InterruptedException {
        Answer answer = call.answer();
        ObjectNode last = Call.object();
        answer.begin();
        EventStream.Subscription progress = api.events().subscribe(event -> show(answer, project, event));
        try {
            work.run(last.putObject("result"));
        } finally {
            progress.close();
        }
        answer.line(last);
        answer.end();
    }

    private static void show(Answer answer, String project, Progress progress) {
        if (!progress.project().equals(project)) {
            return;
        }
        ProgressLine.send(answer, progress);
    }
}

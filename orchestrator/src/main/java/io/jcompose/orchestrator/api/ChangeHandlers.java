package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.orchestrator.reconcile.PlanSeal;
import io.jcompose.orchestrator.reconcile.Planned;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Contents;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Difference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        UpRequest request = AskedBody.upRequest(call.argument(0), body);
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
        List<Refused.Reason> notices = api.control().foresight().notices(request);
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
                api.control().awaitHealthy(project, request.asked().services(), seconds);
            }
            ArrayNode orphans = result.putArray("orphans");
            Orphans.of(api.control().wanted(project), api.inventory().rows(project))
                    .forEach(orphans::add);
            Mismatches.tell(result, notices);
            ArrayNode warnings = result.putArray("warnings");
            String degraded = api.control().degraded(project);
            if (!degraded.isEmpty()) {
                warnings.add("project " + project + ": " + degraded);
            }
            api.host().warnings().forEach(warnings::add);
        });
    }

    void plan(Call call) throws BadRequest, Refused, SpecException, IOException {
        ObjectNode answer = Call.object();
        ArrayNode actions = answer.putArray("actions");
        UpRequest request = AskedBody.upRequest(call.argument(0), call.body());
        api.control().plan(request).forEach(planned -> describe(actions, planned));
        Mismatches.tell(answer, api.control().foresight().notices(request));
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
        String project = call.argument(0);
        DownAsked asked = AskedBody.down(call.body());
        if (asked.volumes() && asked.wholeProject()) {
            new Losses(api).mustNotBeProtected(project, call.body().texts("unprotect"));
        }
        DownImages images = new DownImages(api, project, asked, call.body().texts("imagesNamed"));
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().down(project, asked), images.imagined());
            return;
        }
        String detail = String.join(" ", asked.services())
                + (asked.volumes() ? " with volumes" : "")
                + (asked.images() == DownAsked.Images.NONE ? "" : " with images");
        Deed deed = new Deed("down", project, detail.strip(), Deed.BEGUN);
        stream(call, result -> {
            Audited.run(api, call, deed, () -> {
                boolean found = api.control().operations().down(project, asked);
                result.put("found", images.remove(result.putArray("warnings")) || found);
            });
            if (asked.wholeProject()) {
                ArrayNode left = result.putArray("orphans");
                Orphans.of(null, api.inventory().rows(project)).forEach(left::add);
            }
        });
    }

    void stop(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        operate(call, AskedBody.stop(call.body()));
    }

    void start(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        operate(call, AskedBody.start(call.body()));
    }

    void restart(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        operate(call, AskedBody.restart(call.body()));
    }

    void remove(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        operate(call, AskedBody.remove(call.body()));
    }

    void kill(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        operate(call, AskedBody.kill(call.body()));
    }

    private void operate(Call call, Operation operation) throws BadRequest, Refused, IOException, InterruptedException {
        String project = call.argument(0);
        boolean wait = call.body().flag("wait");
        long seconds = call.body().number("waitSeconds", 0);
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().operate(project, operation));
            return;
        }
        List<String> services = operation.services();
        Deed deed = new Deed(operation.word(), project, String.join(" ", services), Deed.BEGUN);
        stream(call, result -> {
            Audited.run(api, call, deed, () -> api.control().operations().operate(project, operation));
            if (wait) {
                api.control().awaitHealthy(project, services, seconds);
            }
        });
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

package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.api.ContainerStreams.Command;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.orchestrator.reconcile.OneOffs;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.RunRequest;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Contents;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.List;

/**
 * Runs one-off containers. In the background it is a change like others; else the connection becomes a stream of frames,
 * first with the progress of what comes before, then with the command's input and output.
 */
final class RunHandler {
    private final Api api;

    RunHandler(Api api) {
        this.api = api;
    }

    void run(Call call) throws BadRequest, Refused, SpecException, IOException, InterruptedException {
        Body body = call.body();
        UpRequest up = AskedBody.upRequest(call.argument(0), body);
        boolean attended = !body.flag("detach");
        OneOff oneOff = new OneOff(body.text("of"), body.flag("remove"), attended, body.flag("tty"));
        RunRequest request = new RunRequest(
                up, body.text("name"), oneOff, !up.asked().services().isEmpty());
        if (call.dryRun()) {
            DryRuns.tell(call, api.control().dryRun().run(request));
            return;
        }
        List<RegistryDesk.Login> accounts = RegistryHandlers.accounts(body);
        Contents contents = body.contents("contents");
        Deed deed = new Deed("run", call.argument(0), request.name(), Deed.BEGUN);
        if (!attended) {
            ChangeHandlers.stream(api, call, call.argument(0), result -> {
                LentAccounts.Loan loan = api.registries().lend(call.argument(0), accounts);
                SecretStore.Hold held = api.secrets().hold();
                try (loan;
                        held) {
                    api.control().keep(up, contents);
                    Audited.run(
                            api,
                            call,
                            deed,
                            () -> result.put("id", api.control().oneOffs().make(request)));
                }
            });
            return;
        }
        Size size = new Size(body);
        ExecPump pump = new ExecPump(call.answer());
        pump.open();
        try {
            Audited.run(api, call, deed, () -> attend(call.argument(0), request, contents, accounts, size, pump));
        } catch (Refused e) {
            pump.refused(HttpHandler.error(e));
        }
    }

    /** Of the client's terminal. */
    private record Size(int rows, int columns) {
        Size(Body body) throws BadRequest {
            this((int) body.number("rows", 0), (int) body.number("columns", 0));
        }
    }

    /** What its secrets and configs hold is kept until it is wanted. */
    private String made(RunRequest request, Contents contents) throws Refused, InterruptedException {
        SecretStore.Hold held = api.secrets().hold();
        try (held) {
            api.control().keep(request.up(), contents);
            return api.control().oneOffs().make(request);
        }
    }

    private void attend(
            String project,
            RunRequest request,
            Contents contents,
            List<RegistryDesk.Login> accounts,
            Size size,
            ExecPump pump)
            throws Refused, IOException, InterruptedException {
        OneOffs oneOffs = api.control().oneOffs();
        String name = request.name();
        EventStream.Subscription progress = api.events().subscribe(event -> {
            if (event.project().equals(project)) {
                pump.progress(ProgressLine.of(event));
            }
        });
        LentAccounts.Loan loan = api.registries().lend(project, accounts);
        try (progress;
                loan) {
            String id = made(request, contents);
            int code;
            try (Command command = api.streams().attend(id)) {
                oneOffs.begin(project, name);
                progress.close();
                if (size.rows() > 0) {
                    command.resize(size.rows(), size.columns());
                }
                pump.begun();
                code = pump.pump(command);
            }
            oneOffs.leave(project, name);
            if (request.oneOff().remove()) {
                oneOffs.awaitGone(project, name);
            }
            pump.exit(code);
        } catch (InterruptedException e) {
            // Its client went away before it began; once it runs, that interrupts nothing.
            oneOffs.end(project, name);
            throw e;
        } finally {
            oneOffs.leave(project, name);
        }
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ExecRequest;
import io.jcompose.orchestrator.client.ExecStream;
import io.jcompose.orchestrator.client.LogsRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.orchestrator.watch.Copied;
import io.jcompose.orchestrator.watch.SyncArchive;
import io.jcompose.orchestrator.watch.Task;
import io.jcompose.orchestrator.watch.Triggers;
import io.jcompose.spec.Loaded;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Does in a project what follows from changed files. */
final class WatchHands implements Watching.Hands {
    /** Of containers that come and go; no line was written in that year. */
    private static final LogsRequest EVENTS =
            new LogsRequest(List.of(), true, OptionalInt.of(0), "9999-01-01T00:00:00Z", "", OptionalInt.empty());

    private final Session session;
    private DaemonClient client;
    private final Loaded loaded;
    private final Triggers triggers;
    private final Watching.Voice voice;
    private final Manner manner;
    private final Copied copied = new Copied();

    /**
     * How it is done.
     *
     * @param prune whether images go that a rebuild has replaced
     * @param screen where a build is shown
     */
    record Manner(boolean prune, BuildScreen screen) {}

    WatchHands(
            Session session,
            DaemonClient client,
            Loaded loaded,
            Triggers triggers,
            Watching.Voice voice,
            Manner manner) {
        this.session = session;
        this.client = client;
        this.loaded = loaded;
        this.triggers = triggers;
        this.voice = voice;
        this.manner = manner;
    }

    @Override
    public synchronized void begin() throws DaemonException {
        for (String service : services()) {
            copied.begin(service, ids(running(service)));
        }
        listen();
    }

    private void listen() {
        DaemonClient daemon = client;
        Thread thread = new Thread(() -> welcome(daemon), "newcomers");
        thread.setDaemon(true);
        thread.start();
    }

    /** A container that takes another one's place has what its image has: it gets what was copied since. */
    private void welcome(DaemonClient daemon) {
        Set<String> services = services();
        try (MessageStream events = daemon.logs(project(), EVENTS)) {
            for (Optional<Message> message = events.next(); message.isPresent(); message = events.next()) {
                if (message.get() instanceof Message.Event event
                        && event.type().equals("start")
                        && services.contains(event.service())) {
                    catchUp(event.service());
                }
            }
        } catch (DaemonException e) {
            // Nobody is told: the next change finds out, and what is new has all of it due then.
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "no news of containers any more", e);
        }
    }

    private synchronized void catchUp(String service) throws DaemonException {
        for (ContainerRow row : running(service)) {
            if (copied.lacks(service, row.id())) {
                List<Task.Copy> due = copied.due(service, row.id(), List.of());
                voice.say("Syncing " + due.size() + " files to the new container " + row.name());
                var unused = sync(service, row, due);
            }
        }
    }

    private Set<String> services() {
        return triggers.all().stream().map(trigger -> trigger.service()).collect(Collectors.toCollection(TreeSet::new));
    }

    private String project() {
        return loaded.project().name();
    }

    private List<ContainerRow> containers(String service) throws DaemonException {
        return client.project(project()).stream()
                .flatMap(status -> status.containers().stream())
                .filter(row -> row.service().equals(service))
                .toList();
    }

    private List<ContainerRow> running(String service) throws DaemonException {
        return containers(service).stream()
                .filter(row -> row.state().equals("running"))
                .toList();
    }

    private static List<String> ids(List<ContainerRow> rows) {
        return rows.stream().map(ContainerRow::id).toList();
    }

    @Override
    public synchronized void perform(List<Task> tasks) throws DaemonException, InterruptedException {
        Set<String> failed = new TreeSet<>();
        for (Task task : tasks) {
            try {
                attempt(task, failed);
            } catch (DaemonException.Unreachable e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                again(task, failed, e);
            }
        }
    }

    /** A daemon that was killed starts again with the next command, and this is one. */
    private void again(Task task, Set<String> failed, DaemonException.Unreachable why) throws DaemonException {
        voice.complain(why.getMessage() + "; starting it again");
        client = session.client();
        listen();
        attempt(task, failed);
    }

    /** What fails is told; what builds upon it is left out, and all else is done. */
    private void attempt(Task task, Set<String> failed) throws DaemonException.Unreachable {
        try {
            if (task instanceof Task.Rebuild rebuild) {
                rebuild(rebuild.services());
            } else if (task instanceof Task.Sync sync) {
                sync(sync, failed);
            } else if (task instanceof Task.Restart restart) {
                restart(restart.services().stream()
                        .filter(service -> !failed.contains(service))
                        .toList());
            } else if (task instanceof Task.Exec exec && !failed.contains(exec.service())) {
                exec(exec);
            }
        } catch (DaemonException.Unreachable e) {
            throw e;
        } catch (DaemonException | UsageException e) {
            voice.complain(String.valueOf(e.getMessage()));
        }
    }

    private void rebuild(List<String> services) throws DaemonException, UsageException {
        voice.say("Rebuilding service(s) " + quoted(services) + " after changes were detected...");
        ReplacedImages images = ReplacedImages.from(client, loaded.project());
        try {
            new ServiceBuilds(session, loaded, client).again(services, manner.screen());
        } catch (DaemonException.Refused e) {
            voice.complain("Build failed. Error: " + e.getMessage());
            return;
        }
        voice.say("service(s) " + quoted(services) + " successfully built");
        session.finishQuietly(client.up(project(), request(services)));
        if (manner.prune()) {
            images.remove();
        }
        for (String service : services) {
            catchUp(service);
        }
    }

    /** As many containers as there are: somebody may have scaled it. */
    private UpRequest request(List<String> services) throws DaemonException {
        Map<String, Integer> scale = new LinkedHashMap<>();
        for (String service : services) {
            int there = containers(service).size();
            if (there > 0) {
                scale.put(service, there);
            }
        }
        UpAsked asked = UpAsked.USUAL.of(new Chosen(services, true)).scaled(scale);
        return UpRequest.of(loaded, asked, Await.NOTHING);
    }

    private void sync(Task.Sync task, Set<String> failed) throws DaemonException {
        String service = task.service();
        int count = task.copies().size();
        voice.say("Syncing service \"" + service + "\" after " + count + " changes were detected");
        copied.add(service, task.copies());
        try {
            List<ContainerRow> rows = running(service);
            if (rows.isEmpty()) {
                voice.complain("service \"" + service + "\" is not running: it gets the files when it does");
            }
            for (ContainerRow row : rows) {
                if (!sync(service, row, copied.due(service, row.id(), task.copies()))) {
                    failed.add(service);
                }
            }
        } catch (DaemonException.Unreachable e) {
            copied.failed(service);
            throw e;
        }
    }

    /** Whether a container has now what it is to have. */
    private boolean sync(String service, ContainerRow row, List<Task.Copy> copies) throws DaemonException {
        SyncArchive archive = new SyncArchive(copies);
        try {
            if (!archive.deletions().isEmpty()) {
                client.trees().delete(row.id(), archive.deletions());
            }
            if (!archive.isEmpty()) {
                client.trees().put(row.id(), "/", archive::write);
            }
            return true;
        } catch (DaemonException.Refused | IOException e) {
            copied.failed(service, row.id());
            voice.complain(row.name() + ": " + e.getMessage());
            return false;
        }
    }

    private void restart(List<String> services) throws DaemonException {
        if (services.isEmpty()) {
            return;
        }
        var unused = session.finishQuietly(client.operate(project(), new Operation.Restart(services, null, false)));
        voice.say("service(s) " + quoted(services) + " restarted");
    }

    private void exec(Task.Exec task) throws DaemonException {
        for (ContainerRow row : running(task.service())) {
            ExecRequest request = new ExecRequest(
                    task.service(),
                    row.number(),
                    task.hook().command(),
                    task.hook().environment(),
                    task.hook().user(),
                    task.hook().workingDirectory(),
                    null);
            try (ExecStream stream = client.exec(project(), request)) {
                int code = new ExecTalk(session, stream).withoutInput();
                if (code != 0) {
                    voice.complain("the command " + quoted(task.hook().command()) + " in " + row.name()
                            + " ended with exit code " + code);
                }
            }
        }
    }

    /** As Docker Compose lists names. */
    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "[", "]"));
    }
}

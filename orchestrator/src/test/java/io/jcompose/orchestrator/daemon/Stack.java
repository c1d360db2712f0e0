package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.ProjectStatus;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The project {@code shop} as a user has it: YAML, and a client of the daemon. */
final class Stack {
    static final String PROJECT = "shop";

    private final DaemonClient client;
    private final Path directory;

    /** {@code directory} is where relative paths of the YAML lead. */
    Stack(Path socket, Path directory) {
        this.client = new DaemonClient(socket);
        this.directory = directory;
    }

    DaemonClient client() {
        return client;
    }

    /** What {@code up} asks for, with nothing special. */
    UpRequest request(String yaml) throws SpecException {
        var loaded = Loader.load(new LoadRequest(
                List.of("-"), directory, null, PROJECT, List.of(), List.of(), Map.of(), List.of(), () -> yaml));
        return UpRequest.of(loaded, UpAsked.USUAL, Await.NOTHING);
    }

    Message.Result up(String yaml) throws SpecException, DaemonException {
        return up(request(yaml));
    }

    Message.Result up(UpRequest request) throws DaemonException {
        return finish(client.up(PROJECT, request));
    }

    /** What {@code plan} shows: actions, with their reasons in brackets. */
    List<String> plan(String yaml) throws SpecException, DaemonException {
        return client.plan(PROJECT, request(yaml)).actions().stream()
                .map(action -> action.text() + " (" + action.because() + ")")
                .toList();
    }

    /** Down with volumes. */
    void down() throws DaemonException {
        down(DownRequest.of(DownAsked.EVERYTHING));
    }

    void down(DownRequest request) throws DaemonException {
        finish(client.down(PROJECT, request));
    }

    void operate(Operation operation) throws DaemonException {
        finish(client.operate(PROJECT, operation));
    }

    void stop(String... services) throws DaemonException {
        operate(new Operation.Stop(List.of(services), null));
    }

    void start(String... services) throws DaemonException {
        operate(new Operation.Start(List.of(services)));
    }

    void restart(String... services) throws DaemonException {
        operate(new Operation.Restart(List.of(services), null, false));
    }

    void kill(String signal, String... services) throws DaemonException {
        kill(signal, false, services);
    }

    void kill(String signal, boolean removeOrphans, String... services) throws DaemonException {
        operate(new Operation.Kill(List.of(services), signal, removeOrphans));
    }

    /** What {@code ps} shows; without containers when there is no such project. */
    ProjectStatus status() throws DaemonException {
        return client.project(PROJECT).orElseGet(() -> new ProjectStatus(PROJECT, List.of(), List.of(), "", List.of()));
    }

    /** The first container of a service. */
    ContainerRow row(String service) throws DaemonException {
        return status().containers().stream()
                .filter(row -> row.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    /** Containers as {@code web-1 running}, by service and number. */
    List<String> states() throws DaemonException {
        return status().containers().stream()
                .map(row -> row.service() + "-" + row.number() + " " + row.state())
                .toList();
    }

    boolean known() throws DaemonException {
        return client.project(PROJECT).isPresent();
    }

    private static Message.Result finish(MessageStream stream) throws DaemonException {
        try (stream) {
            return stream.finish(progress -> {});
        }
    }
}

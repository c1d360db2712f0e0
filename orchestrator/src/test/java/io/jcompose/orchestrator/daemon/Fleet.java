package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.PromotionRequest;
import io.jcompose.orchestrator.client.Releasing;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Contents;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The project {@code shop} in the environments dev and prod: YAML, and a client of the daemon. */
final class Fleet {
    static final String DEV = "shop-dev";
    static final String PROD = "shop-prod";
    static final PromotionRequest TO_PROD = new PromotionRequest(DEV, PROD, "prod", 0, 30);

    private final DaemonClient client;
    private final Path directory;

    Fleet(Path socket, Path directory) {
        this.client = new DaemonClient(socket);
        this.directory = directory;
    }

    DaemonClient client() {
        return client;
    }

    private String model(String project, String yaml) throws SpecException {
        var loaded = Loader.load(new LoadRequest(
                List.of("-"), directory, null, project, List.of(), List.of(), Map.of(), List.of(), () -> yaml));
        return Canonical.json(loaded.project(), false);
    }

    /** Brings it up in dev, in a release that takes along how it looks in prod. */
    void up(String dev, String prod, Releasing.Gate... gates) throws SpecException, DaemonException {
        var later = new Releasing.Later("prod", 20, PROD, List.of(gates), model(PROD, prod), List.of(), "");
        UpRequest request = new UpRequest(
                model(DEV, dev),
                List.of(),
                UpAsked.USUAL,
                Await.NOTHING,
                List.of(),
                new Releasing("dev", 10, List.of(later), new TreeMap<>()),
                Contents.NONE);
        finish(client.up(DEV, request));
    }

    /** State and reason of the end. */
    String promote() throws DaemonException {
        return end(client.releases().promote(TO_PROD));
    }

    String approve() throws DaemonException {
        return end(client.releases().approve(TO_PROD));
    }

    private static String end(MessageStream work) throws DaemonException {
        JsonObject result = finish(work);
        return (result.text("state") + " " + result.text("reason")).strip();
    }

    void down() throws DaemonException {
        for (String project : List.of(DEV, PROD)) {
            finish(client.down(project, DownRequest.of(DownAsked.EVERYTHING)));
        }
    }

    private static JsonObject finish(MessageStream stream) throws DaemonException {
        try (stream) {
            return stream.finish(progress -> {}).value();
        }
    }

    /** Releases as {@code 1 up done}, the newest first. */
    List<String> history(String project) throws DaemonException {
        return client.releases().history(project).objects("releases").stream()
                .map(release -> release.integer("number") + " " + release.text("cause") + " " + release.text("state"))
                .toList();
    }

    /** Containers as {@code web-1 running}, and their images. */
    List<String> containers(String project) throws DaemonException {
        List<String> found = new ArrayList<>();
        client.project(project)
                .ifPresent(status -> status.containers()
                        .forEach(row -> found.add(row.service() + "-" + row.number() + " " + row.state())));
        return found;
    }

    String image(String project) throws DaemonException {
        return client.project(project).orElseThrow().containers().get(0).imageId();
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import java.io.IOException;

/** Everything that an {@code up} needs: files loaded, accounts at hand, images built. */
record PreparedUp(Loaded loaded, UpRequest request, DaemonClient client) {

    static PreparedUp of(Session session, Loaded loaded, UpOptions options, UpBuild build, Await await)
            throws SpecException, DaemonException, UsageException, IOException {
        var images = loaded.project().services().values().stream()
                .map(Service::image)
                .toList();
        Staged.Taken staged = Staged.of(session);
        UpRequest request = options.request(session, loaded, await)
                .by(session.credentials().forImages(images))
                .as(staged.releasing().pinned(options.pins(session, loaded)))
                .with(loaded.contents().and(staged.contents()));
        if (options.quietPull()) {
            session.leaveLayersOut();
        }
        DaemonClient client = session.client();
        request = Discards.asked(session, client, loaded, request, options.yes());
        build.run(session, loaded, client, options.services());
        return new PreparedUp(loaded, request, client);
    }

    /** Has it done, with progress, and leaves it in the background. */
    int inBackground(Session session) throws DaemonException, UsageException {
        Message.Result result = session.finish(client.up(loaded.project().name(), request));
        Notices.show(session, result, request.asked().removeOrphans());
        return 0;
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryClient;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Images on their way to the registries of their names. */
final class Pushes {
    private Pushes() {}

    /** Exit code: 1 when one of them was not pushed. */
    static int of(Session session, Collection<String> images, boolean quiet)
            throws DaemonException, UsageException, InterruptedException {
        List<RegistryLogin> logins = session.credentials().forImages(images);
        RegistryClient registries = session.client().registries();
        SortedMap<String, Transfers.Start> pushes = new TreeMap<>();
        for (String image : images) {
            pushes.putIfAbsent(image, () -> registries.push(image, logins));
        }
        return Transfers.told(session, Transfers.run(session.progress(quiet), pushes), false);
    }
}

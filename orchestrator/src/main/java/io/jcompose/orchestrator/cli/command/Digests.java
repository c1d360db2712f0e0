package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryClient;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Digests of the images of a project: from the files where they give them, else from registries. */
final class Digests {
    private static final char MARK = '@';

    private Digests() {}

    /** The images with their digests; those that no registry has keep their names. */
    static SortedMap<String, String> resolved(Session session, SortedMap<String, String> images)
            throws DaemonException {
        List<String> open = images.values().stream()
                .filter(image -> image.indexOf(MARK) < 0 && !image.startsWith(Meant.BUILT_IN))
                .distinct()
                .toList();
        if (open.isEmpty()) {
            return images;
        }
        List<RegistryLogin> logins = session.credentials().forImages(open);
        RegistryClient registries = session.client().registries();
        Map<String, String> found = new TreeMap<>();
        for (String image : open) {
            found.put(image, image + MARK + registries.digest(image, logins));
        }
        SortedMap<String, String> all = new TreeMap<>(images);
        all.replaceAll((service, image) -> found.getOrDefault(image, image));
        return all;
    }
}

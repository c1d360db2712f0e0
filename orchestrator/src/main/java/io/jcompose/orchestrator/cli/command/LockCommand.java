package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code lock}. */
@picocli.CommandLine.Command(
        description =
                "Writes down in " + LockFile.NAME + ", beside the first file, which image each reference means now:"
                        + " the digest in its registry, or the id of an image that is only on this host. `up --locked` uses these"
                        + " images and no others.",
        footer = {
            "",
            "Examples:",
            "  jcompose lock",
            "  jcompose -f stack.yml lock && jcompose -f stack.yml up -d --locked"
        })
public final class LockCommand implements Command {
    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        Loaded loaded = session.load(List.of());
        session.warn(loaded);
        List<String> references = loaded.project().services().values().stream()
                .map(Service::image)
                .filter(image -> !image.contains("@"))
                .distinct()
                .sorted()
                .toList();
        DaemonClient client = session.client();
        Map<String, JsonObject> here = client.releases().meant(references);
        SortedMap<String, LockFile.Locked> images = new TreeMap<>();
        for (String reference : references) {
            JsonObject image = here.get(reference);
            images.put(
                    reference,
                    image == null
                            ? asked(session, client, reference)
                            : new LockFile.Locked(image.text("digest"), image.text("id")));
        }
        Path file = LockFile.place(loaded);
        LockFile.write(file, images);
        session.console().out().println(file + ": " + images.size() + (images.size() == 1 ? " image" : " images"));
        return 0;
    }

    private static LockFile.Locked asked(Session session, DaemonClient client, String reference)
            throws DaemonException, UsageException {
        if (reference.startsWith(Meant.BUILT_IN)) {
            throw new UsageException(
                    "image " + reference + " is not on this host yet", "make it with jcompose up first");
        }
        List<RegistryLogin> logins = session.credentials().forImages(List.of(reference));
        return new LockFile.Locked(client.registries().digest(reference, logins), "");
    }
}

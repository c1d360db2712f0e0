package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.SecretClient;
import io.jcompose.orchestrator.secret.age.AgeException;
import io.jcompose.orchestrator.secret.age.AgeFile;
import io.jcompose.orchestrator.secret.age.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret import}. */
@picocli.CommandLine.Command(
        description =
                "Takes secrets from a file in the format of age: one of `secret export`, or with --name any file.",
        footer = {
            "",
            "The file is decrypted here: neither key nor passphrase leaves this command.",
            "",
            "Examples:",
            "  jcompose secret import -i key.txt secrets.age",
            "  jcompose secret import --rotate -i key.txt secrets.age",
            "  jcompose secret import -i key.txt --name db-password password.age"
        })
public final class SecretImportCommand implements Command {
    /** As {@code SecretBundle} writes it. */
    private static final String MARK = "jcompose-secrets";

    @Mixin
    private SecretKind kind = new SecretKind();

    @Parameters(index = "0", paramLabel = "FILE", description = "- for the standard input.")
    private String file = "";

    @Option(
            names = {"-i", "--identity"},
            paramLabel = "FILE",
            description = "A file of age-keygen; several are possible.")
    private List<String> identities = new ArrayList<>();

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Its first line is the passphrase.")
    private @Nullable String passphrase;

    @Option(names = "--name", paramLabel = "NAME", description = "The whole file is the content of this secret.")
    private @Nullable String name;

    @Option(names = "--rotate", description = "New versions of names that are known.")
    private boolean rotate;

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        if (identities.isEmpty() == (passphrase == null)) {
            throw new UsageException("an import needs an identity (-i), or a passphrase (--passphrase-file)");
        }
        List<SecretClient.Item> items = items(opened(session));
        session.client().secrets().put(items, true, rotate);
        items.forEach(item -> session.console().out().println(item.name()));
        return 0;
    }

    private byte[] opened(Session session) throws IOException, UsageException {
        try {
            List<Identity> keys = new ArrayList<>();
            if (passphrase != null) {
                keys.add(new Identity.Passphrase(SecretExportCommand.firstLine(session, passphrase)));
            }
            for (String identity : identities) {
                String text = new String(SecretInput.content(session, identity), StandardCharsets.UTF_8);
                keys.addAll(Identity.parse(text));
            }
            return AgeFile.open(SecretInput.archive(session, file), keys);
        } catch (AgeException e) {
            throw new UsageException("cannot open " + file + ": " + e.getMessage());
        }
    }

    private List<SecretClient.Item> items(byte[] content) throws UsageException {
        if (name != null) {
            return List.of(new SecretClient.Item(kind.word(), name, content));
        }
        try {
            JsonObject bundle = JsonObject.read(content);
            if (bundle.number(MARK) == 1) {
                return bundle.objects("items").stream()
                        .map(item -> new SecretClient.Item(
                                item.text("kind"),
                                item.text("name"),
                                Base64.getDecoder().decode(item.text("content"))))
                        .toList();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw foreign();
        }
        throw foreign();
    }

    private UsageException foreign() {
        return new UsageException(file + " holds no secrets of `secret export`", "--name NAME takes it as one secret");
    }
}

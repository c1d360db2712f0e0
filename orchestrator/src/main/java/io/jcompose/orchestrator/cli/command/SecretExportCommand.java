package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.SecretClient;
import io.jcompose.orchestrator.secret.age.Recipient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret export}. */
@picocli.CommandLine.Command(
        description =
                "Writes the newest versions of secrets to a file in the format of age, encrypted for recipients or"
                        + " by a passphrase.",
        footer = {
            "",
            "Examples:",
            "  jcompose secret export -r age1... -o secrets.age             all",
            "  jcompose secret export -r age1... db-password > db.age",
            "  jcompose secret export --passphrase-file words -o secrets.age",
            "",
            "`age -d -i key.txt secrets.age` shows it as JSON, `secret import` reads it."
        })
public final class SecretExportCommand implements Command {
    @Mixin
    private SecretKind kind = new SecretKind();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-r", "--recipient"},
            paramLabel = "AGE1...",
            description = "Who may open it; several are possible.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Its first line is the passphrase; - for" + " the standard input.")
    private @Nullable String passphrase;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it, mode 0600; else the standard output.")
    private @Nullable String output;

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        if (recipients.isEmpty() == (passphrase == null)) {
            throw new UsageException("an export is for recipients (-r), or for a passphrase (--passphrase-file)");
        }
        if (output == null && session.console().terminal().out()) {
            throw new UsageException("an encrypted file is nothing for a terminal", "use -o FILE");
        }
        byte[] file = session.client().secrets().export(kind.word(), names, recipients, stretched(session));
        if (output == null) {
            session.console().out().write(file);
            session.console().out().flush();
        } else {
            write(session.console().directory().resolve(output), file);
        }
        return 0;
    }

    private SecretClient.@Nullable Passphrase stretched(Session session) throws IOException, UsageException {
        String from = passphrase;
        if (from == null) {
            return null;
        }
        Recipient.Passphrase made = Recipient.Passphrase.of(firstLine(session, from), new SecureRandom());
        return new SecretClient.Passphrase(made.salt(), made.logSteps(), made.key());
    }

    static String firstLine(Session session, String file) throws IOException, UsageException {
        String text = new String(SecretInput.content(session, file), StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new UsageException("the passphrase is empty");
        }
        return line;
    }

    private static void write(Path path, byte[] content) throws IOException {
        Set<StandardOpenOption> anew =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        var closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(path, anew, closed);
                OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
            out.write(content);
        }
    }
}

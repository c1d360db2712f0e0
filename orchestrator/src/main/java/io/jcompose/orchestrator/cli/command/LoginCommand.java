package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Stty;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.orchestrator.credential.RegistryName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code login}. */
@picocli.CommandLine.Command(
        description = "Checks an account at a registry and keeps it in ~/.config/jcompose/auth.json, which only you can"
                + " read.",
        footer = {
            "",
            "Accounts of `docker login` are used too. Where its config.json, or auth.json, names a helper program",
            "(credsStore, credHelpers), that keeps the account instead of the file.",
            "",
            "Examples:",
            "  jcompose login                                     at Docker's registry",
            "  jcompose login -u bob registry.lan:5000",
            "  cat token | jcompose login -u bob --password-stdin ghcr.io"
        })
public final class LoginCommand implements Command {
    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "Who you are there.")
    private @Nullable String user;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "Password; others see it in the list of processes.")
    private @Nullable String password;

    @Option(names = "--password-stdin", description = "Read the password from the standard input.")
    private boolean fromInput;

    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "HOST[:PORT]; Docker's when left out.")
    private String registry = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        if (fromInput && (user == null || password != null)) {
            throw new UsageException("--password-stdin needs --username, and no --password");
        }
        if (password != null) {
            session.console().warn("a password on the command line is seen by others: use --password-stdin");
        }
        String name = RegistryName.of(registry);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(session.console().in(), StandardCharsets.UTF_8));
        String who = user == null ? asked(session, in, "Username: ", true) : user;
        String secret = password == null ? secret(session, in) : password;
        if (who.isEmpty() || secret.isEmpty()) {
            throw new UsageException("a login needs a user and a password");
        }
        RegistryLogin login = new RegistryLogin(name, who, secret, false);
        session.client().registries().login(login);
        session.console()
                .out()
                .println("Login Succeeded; kept in " + session.credentials().store(login));
        return 0;
    }

    private String secret(Session session, BufferedReader in) throws IOException, UsageException {
        if (fromInput) {
            return line(in);
        }
        return asked(session, in, "Password: ", false);
    }

    private static String asked(Session session, BufferedReader in, String question, boolean shown)
            throws IOException, UsageException {
        if (!session.console().terminal().in()) {
            throw new UsageException(
                    "there is no terminal to ask for user and password", "use --username and --password-stdin");
        }
        if (shown) {
            ask(session, question);
            return line(in);
        }
        String saved = Stty.save();
        Thread hook = new Thread(() -> restore(saved), "restore-terminal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            // Before it is asked: who answers at once, or pastes, is not to see it.
            Stty.silent();
            ask(session, question);
            return line(in);
        } finally {
            restore(saved);
            Runtime.getRuntime().removeShutdownHook(hook);
            session.console().err().println();
        }
    }

    private static void ask(Session session, String question) {
        session.console().err().print(question);
        session.console().err().flush();
    }

    private static void restore(String saved) {
        try {
            Stty.restore(saved);
        } catch (IOException e) {
            System.err.println("jcompose: cannot restore the terminal (type `stty sane`): " + e.getMessage());
        }
    }

    private static String line(BufferedReader in) throws IOException {
        String line = in.readLine();
        return line == null ? "" : line;
    }
}

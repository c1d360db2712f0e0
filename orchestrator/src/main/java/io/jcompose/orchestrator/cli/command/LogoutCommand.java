package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.credential.Credentials;
import io.jcompose.orchestrator.credential.RegistryName;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** {@code logout}. */
@picocli.CommandLine.Command(
        description = "Forgets the account of a registry.",
        footer = {"", "Examples:", "  jcompose logout", "  jcompose logout registry.lan:5000"})
public final class LogoutCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "HOST[:PORT]; Docker's when left out.")
    private String registry = "";

    @Override
    public int run(Session session) throws IOException {
        String name = RegistryName.of(registry);
        Credentials credentials = session.credentials();
        boolean known = credentials.forget(name);
        session.console().out().println(known ? "Removed the account for " + name : "Not logged in at " + name);
        if (credentials.find(name).isPresent()) {
            session.console().warn("docker keeps an account for " + name + ", which is used on: docker logout " + name);
        }
        return 0;
    }
}

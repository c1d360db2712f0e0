package io.jcompose.orchestrator.cli.command;

import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@picocli.CommandLine.Command(
        description = "Prints a completion script.",
        footer = {"", "Examples:", "  source <(jcompose completion bash)"})
public final class CompletionCommand implements Command {
    private final Supplier<CommandLine> program;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash, which zsh can read too.")
    private String shell = "bash";

    /** {@code program} builds the command line with all commands and options. */
    public CompletionCommand(Supplier<CommandLine> program) {
        this.program = program;
    }

    @Override
    public int run(Session session) throws UsageException {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new UsageException("no completion for " + shell, "bash and zsh are known");
        }
        session.console().out().print(AutoComplete.bash("jcompose", program.get()));
        return 0;
    }
}

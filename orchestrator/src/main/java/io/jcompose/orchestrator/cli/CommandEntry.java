package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.command.Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command as the list of commands knows it.
 *
 * @param summary one line
 * @param make builds it when it is called; null when only its parts can be called
 * @param parts commands below it
 */
record CommandEntry(String name, String summary, @Nullable Supplier<Command> make, List<CommandEntry> parts) {
    static Optional<CommandEntry> find(List<CommandEntry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}

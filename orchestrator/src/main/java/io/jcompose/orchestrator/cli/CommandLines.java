package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.command.Command;
import io.jcompose.orchestrator.cli.command.GlobalOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builds picocli's command lines: the root with names only, and one command with its options. */
final class CommandLines {
    private static final String PROGRAM = "jcompose";

    private CommandLines() {}

    /** The root: global options, then everything from the first word on as positional parameters. */
    static CommandLine root(GlobalOptions globals, List<CommandEntry> entries) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(globals).name(PROGRAM);
        addHelp(spec);
        spec.addOption(OptionSpec.builder("-v", "--version")
                .type(boolean.class)
                .description("Show the version.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .hidden(true)
                .build());
        spec.usageMessage()
                .description("Keeps what a Compose file declares: containers on one host.")
                .customSynopsis(PROGRAM + " [OPTIONS] COMMAND [ARGUMENTS]")
                .footer(
                        "",
                        "Commands:",
                        listed(entries),
                        "",
                        "Options may stand before or after the command. More about one: " + PROGRAM
                                + " COMMAND --help");
        return configured(spec).setStopAtPositional(true);
    }

    /** One command; a global option whose name the command uses itself is only known before the command. */
    static CommandLine of(String name, Command command, GlobalOptions globals) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command).name(name);
        spec.qualifiedName();
        addHelp(spec);
        Set<String> taken = Set.copyOf(spec.optionsMap().keySet());
        for (OptionSpec option : CommandSpec.forAnnotatedObject(globals).options()) {
            String[] free = Arrays.stream(option.names())
                    .filter(word -> !taken.contains(word))
                    .toArray(String[]::new);
            if (free.length > 0) {
                spec.addOption(OptionSpec.builder(option).names(free).build());
            }
        }
        return configured(spec).setStopAtPositional(command.passesArgumentsOn());
    }

    /** A command that only groups others. */
    static CommandLine group(CommandEntry entry) {
        CommandSpec spec = CommandSpec.create().name(PROGRAM + " " + entry.name());
        spec.usageMessage()
                .description(entry.summary() + ".")
                .customSynopsis(PROGRAM + " " + entry.name() + " COMMAND")
                .footer("", "Commands:", listed(entry.parts()));
        return configured(spec);
    }

    /** All commands with all options, for completion. */
    static CommandLine whole(List<CommandEntry> entries) {
        CommandLine root = root(new GlobalOptions(), entries);
        entries.forEach(entry -> root.addSubcommand(entry.name(), whole(entry)));
        return root;
    }

    private static CommandLine whole(CommandEntry entry) {
        CommandLine line = entry.make() == null
                ? group(entry)
                : of(entry.name(), entry.make().get(), new GlobalOptions());
        entry.parts().forEach(part -> line.addSubcommand(part.name(), whole(part)));
        return line;
    }

    private static CommandLine configured(CommandSpec spec) {
        spec.usageMessage().width(100).sortOptions(true).abbreviateSynopsis(true);
        return new CommandLine(spec)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }

    private static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    private static String listed(List<CommandEntry> entries) {
        int width =
                entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        return entries.stream()
                .map(entry ->
                        "  " + entry.name() + " ".repeat(width - entry.name().length() + 2) + entry.summary())
                .collect(Collectors.joining("\n"));
    }
}

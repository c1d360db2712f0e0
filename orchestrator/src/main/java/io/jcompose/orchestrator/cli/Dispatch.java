package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.command.Command;
import io.jcompose.orchestrator.cli.command.GlobalOptions;
import io.jcompose.orchestrator.cli.command.Session;
import io.jcompose.orchestrator.cli.command.VersionCommand;
import io.jcompose.orchestrator.cli.screen.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Takes the words of a call apart and runs the command in it. */
final class Dispatch {
    private final Console console;
    private final ErrorReport errors;
    private final List<CommandEntry> entries = CommandTable.all();

    Dispatch(Console console) {
        this.console = console;
        this.errors = new ErrorReport(console);
    }

    /** Runs and returns the exit code; nothing is thrown. */
    int run(String... arguments) {
        GlobalOptions before = new GlobalOptions();
        try {
            if (arguments.length == 0 || arguments[0].startsWith("-")) {
                return runRoot(before, arguments);
            }
            return runEntry(entries, "", before, List.of(arguments));
        } catch (ParameterException e) {
            return errors.usage(e);
        }
    }

    private int runRoot(GlobalOptions before, String... arguments) {
        CommandLine root = CommandLines.root(before, entries);
        ParseResult parsed = root.parseArgs(arguments);
        if (parsed.isUsageHelpRequested()) {
            root.usage(console.out());
            return 0;
        }
        if (parsed.hasMatchedOption("--version")) {
            return runCommand("version", new VersionCommand(), before, List.of("--short"));
        }
        List<String> words = parsed.matchedPositionalValue(0, List.of());
        if (words.isEmpty()) {
            root.usage(console.err());
            return 1;
        }
        return runEntry(entries, "", before, words);
    }

    private int runEntry(List<CommandEntry> known, String above, GlobalOptions before, List<String> words) {
        String word = words.get(0);
        CommandEntry entry = CommandEntry.find(known, word).orElse(null);
        if (entry == null) {
            return unknown(known, above, word);
        }
        List<String> rest = words.subList(1, words.size());
        boolean partNamed =
                !rest.isEmpty() && CommandEntry.find(entry.parts(), rest.get(0)).isPresent();
        if (partNamed) {
            return runEntry(entry.parts(), above + word + " ", before, rest);
        }
        if (entry.make() != null) {
            return runCommand(above + word, entry.make().get(), before, rest);
        }
        if (rest.isEmpty() || rest.get(0).startsWith("-")) {
            boolean asked = rest.contains("--help") || rest.contains("-h");
            CommandLines.group(entry).usage(asked ? console.out() : console.err());
            return asked ? 0 : 1;
        }
        return unknown(entry.parts(), above + word + " ", rest.get(0));
    }

    private int unknown(List<CommandEntry> known, String above, String word) {
        CommandLine names = CommandLines.group(new CommandEntry("", "", null, known));
        known.forEach(entry -> names.addSubcommand(entry.name(), CommandLines.group(entry)));
        List<String> near = new UnmatchedArgumentException(names, List.of(word)).getSuggestions();
        return errors.unknownCommand(above + word, above, near);
    }

    private int runCommand(String name, Command command, GlobalOptions before, List<String> words) {
        GlobalOptions after = new GlobalOptions();
        CommandLine line = CommandLines.of("jcompose " + name, command, after);
        ParseResult parsed = line.parseArgs(new ArrayList<>(words).toArray(new String[0]));
        if (parsed.isUsageHelpRequested()) {
            line.usage(console.out());
            return 0;
        }
        Session session = new Session(console, before.values().with(after.values()));
        try {
            session.heedParallel();
            return command.run(session);
        } catch (Exception e) {
            return errors.failed(e, session);
        }
    }
}

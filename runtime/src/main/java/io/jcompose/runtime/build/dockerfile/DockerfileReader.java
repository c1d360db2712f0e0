package io.jcompose.runtime.build.dockerfile;

import io.jcompose.runtime.ContainerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a Dockerfile: everything that is wrong with it is told at once. */
public final class DockerfileReader {
    /** Characters of a Dockerfile. */
    public static final int LARGEST = 4 << 20;

    private static final int MOST_INSTRUCTIONS = 10_000;

    private final String file;
    private final String text;
    private final Mistakes mistakes;
    private final List<Instruction.Arg> arguments = new ArrayList<>();
    private final List<Dockerfile.Stage> stages = new ArrayList<>();
    private int instructions;

    private DockerfileReader(String file, String text) {
        this.file = file;
        this.text = text;
        this.mistakes = new Mistakes(file, text);
    }

    /**
     * @param file its name, for messages
     * @throws ContainerException with a line for each mistake: file, line, column, what is wrong
     */
    public static Dockerfile read(String file, String text) throws ContainerException {
        if (text.length() > LARGEST) {
            throw new ContainerException(file + ":1:1: it is longer than " + LARGEST + " characters");
        }
        String lines = text.startsWith("\ufeff") ? text.substring(1) : text;
        return new DockerfileReader(file, lines.replace("\r\n", "\n")).read();
    }

    /** An instruction out of the ONBUILD of an image. */
    public static Instruction trigger(String text, char escape, Place place) throws Malformed {
        return new InstructionReader(escape).trigger(text, place);
    }

    private Dockerfile read() throws ContainerException {
        List<String> lines = text.lines().toList();
        Directives directives = Directives.read(lines, mistakes);
        LineReader reader = new LineReader(lines, directives.escape());
        InstructionReader instructionReader = new InstructionReader(directives.escape());
        for (Optional<LogicalLine> line = reader.instruction(); line.isPresent(); line = reader.instruction()) {
            if (mistakes.isFull()) {
                break;
            }
            if (++instructions > MOST_INSTRUCTIONS) {
                mistakes.add(line.get().at(0), "more than " + MOST_INSTRUCTIONS + " instructions");
                break;
            }
            read(line.get(), reader, instructionReader);
        }
        if (stages.isEmpty() && mistakes.isEmpty()) {
            mistakes.add(new Place(1, 1), "there is no FROM: a Dockerfile begins with its base image");
        }
        mistakes.check();
        return new Dockerfile(file, text, directives, List.copyOf(arguments), List.copyOf(stages));
    }

    private void read(LogicalLine line, LineReader reader, InstructionReader instructionReader) {
        try {
            place(instructionReader.read(line, announced -> filled(announced, reader)));
        } catch (Malformed e) {
            mistakes.add(line.at(e.offset()), e.text());
        }
    }

    private static List<Heredoc> filled(List<Heredoc> announced, LineReader reader) throws Malformed {
        List<Heredoc> filled = new ArrayList<>();
        for (Heredoc document : announced) {
            Optional<String> content = reader.document(document.name(), document.chomp());
            if (content.isEmpty()) {
                throw new Malformed("the document '" + document.name() + "' is not closed: no line is '"
                        + document.name() + "' alone");
            }
            filled.add(new Heredoc(document.name(), content.get(), document.expand(), document.chomp()));
        }
        return List.copyOf(filled);
    }

    private void place(Instruction instruction) throws Malformed {
        if (instruction instanceof Instruction.From from) {
            stages.add(new Dockerfile.Stage(stages.size(), from, new ArrayList<>()));
        } else if (!stages.isEmpty()) {
            stages.get(stages.size() - 1).instructions().add(instruction);
        } else if (instruction instanceof Instruction.Arg arg) {
            arguments.add(arg);
        } else {
            throw new Malformed("only ARG may stand before the first FROM");
        }
    }
}

package io.jcompose.runtime.build.dockerfile;

import java.util.List;

/**
 * A Dockerfile that was read.
 *
 * @param file its name, for messages
 * @param arguments what stands before the first FROM
 * @param stages at least one
 */
public record Dockerfile(
        String file, String text, Directives directives, List<Instruction.Arg> arguments, List<Stage> stages) {
    /** What a FROM begins. */
    public record Stage(int number, Instruction.From from, List<Instruction> instructions) {}

    /** An error at a place of it. */
    public io.jcompose.runtime.ContainerException refused(Place place, String why) {
        return new io.jcompose.runtime.ContainerException(sentence(place, why));
    }

    /** File, line and column of a place, what is wrong there, and the line. */
    public String sentence(Place place, String why) {
        return new Mistakes(file, text).rendered(place, why);
    }
}

package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.IgnorePatterns;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import io.jcompose.runtime.build.plan.Platforms;
import io.jcompose.runtime.build.plan.Settings;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.build.plan.StageGraph;
import io.jcompose.runtime.build.plan.StageReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Dockerfiles of any bytes, down to the steps of every stage: a sentence with a place, or steps. */
public final class DockerfileFuzz {
    private DockerfileFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Dockerfile file = DockerfileReader.read("Dockerfile", text);
            StageGraph graph = StageGraph.of(file, Platforms.arguments(), "", Set.of("named"));
            for (Dockerfile.Stage stage : file.stages()) {
                read(graph, stage);
            }
        } catch (ContainerException e) {
            check(String.valueOf(e.getMessage()).startsWith("Dockerfile:"), "a sentence without a place: " + e);
        }
        try {
            var unused = IgnorePatterns.read("ignore", text).ignores("a/b/c.txt");
        } catch (ContainerException e) {
            check(String.valueOf(e.getMessage()).startsWith("ignore:"), "a sentence without a place: " + e);
        }
    }

    private static void read(StageGraph graph, Dockerfile.Stage stage) {
        Settings settings = Settings.empty();
        StageReading reading =
                new StageReading(graph, stage.number(), settings, Platforms.arguments(), BuildRequest.Commands.USUAL);
        for (Instruction instruction : stage.instructions()) {
            try {
                var unused = reading.read(instruction);
            } catch (Malformed e) {
                check(!String.valueOf(e.getMessage()).isBlank(), "an empty sentence");
            }
        }
        check(SettingsJson.write(settings, Instant.EPOCH, List.of()).length > 0, "an empty configuration");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}

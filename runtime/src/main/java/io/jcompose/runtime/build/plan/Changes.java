package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lines of a Dockerfile that say something about an image and need no build: what {@code --change} takes. */
public final class Changes {
    private Changes() {}

    /** Applies the lines in their order; the first that cannot be is refused. */
    public static void apply(Settings settings, List<String> changes) throws ContainerException {
        Dockerfile file = DockerfileReader.read("--change", "FROM scratch\n");
        StageGraph graph = StageGraph.of(file, Map.of(), "", Set.of());
        StageReading reading = new StageReading(graph, 0, settings, Map.of(), BuildRequest.Commands.USUAL);
        for (String change : changes) {
            try {
                Instruction instruction = DockerfileReader.trigger(
                        change, '\\', file.stages().get(0).from().written().place());
                if (instruction instanceof Instruction.Run
                        || instruction instanceof Instruction.Copy
                        || instruction instanceof Instruction.From
                        || instruction instanceof Instruction.Arg) {
                    throw new Malformed("only instructions that say something about the image change it");
                }
                var unused = reading.read(instruction);
            } catch (Malformed e) {
                throw new ContainerException("cannot apply the change '" + change + "': " + e.getMessage(), e);
            }
        }
    }
}

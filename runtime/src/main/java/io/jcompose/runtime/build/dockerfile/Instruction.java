package io.jcompose.runtime.build.dockerfile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instruction, its variables not yet expanded (Dockerfile reference). */
public sealed interface Instruction {
    Written written();

    /** How it stands in the file: its continued lines joined, its documents after it. */
    record Written(Place place, String text) {}

    /** A name with a value; {@code value} is null for an ARG without one. */
    record Setting(String name, @Nullable String value) {}

    /**
     * A new stage.
     *
     * @param name lower case; empty when it has none
     * @param platform empty for the host's
     */
    record From(Written written, String image, String name, String platform) implements Instruction {}

    record Arg(Written written, List<Setting> settings) implements Instruction {}

    record Env(Written written, List<Setting> settings) implements Instruction {}

    record Label(Written written, List<Setting> settings) implements Instruction {}

    /**
     * COPY and ADD.
     *
     * @param documents sources that stand in the Dockerfile itself
     * @param flags texts by name without dashes; {@code from}, {@code chown}, {@code chmod}, {@code checksum}
     * @param exclude patterns of what is not copied
     */
    record Copy(
            Written written,
            boolean add,
            List<String> sources,
            List<Heredoc> documents,
            String target,
            Map<String, String> flags,
            List<String> exclude)
            implements Instruction {
        public String from() {
            return flags.getOrDefault("from", "");
        }

        public boolean has(String flag) {
            return flags.getOrDefault(flag, "").equals("true");
        }
    }

    /**
     * RUN.
     *
     * @param mounts fields of each {@code --mount}, by name
     * @param network of the command; empty for the build's
     */
    record Run(
            Written written, Command command, List<Heredoc> documents, List<Map<String, String>> mounts, String network)
            implements Instruction {}

    record Cmd(Written written, Command command) implements Instruction {}

    record Entrypoint(Written written, Command command) implements Instruction {}

    record Shell(Written written, List<String> words) implements Instruction {}

    /**
     * HEALTHCHECK.
     *
     * @param command null for NONE
     * @param flags texts by name: {@code interval}, {@code timeout}, {@code start-period}, {@code start-interval} as
     *     nanoseconds, {@code retries} as a count
     */
    record Healthcheck(Written written, @Nullable Command command, Map<String, Long> flags) implements Instruction {}

    /**
     * What a stage on this one begins with.
     *
     * @param trigger the instruction as text
     */
    record OnBuild(Written written, String trigger) implements Instruction {}

    record Expose(Written written, List<String> ports) implements Instruction {}

    record Volume(Written written, List<String> paths) implements Instruction {}

    record User(Written written, String user) implements Instruction {}

    record Workdir(Written written, String path) implements Instruction {}

    record StopSignal(Written written, String signal) implements Instruction {}

    record Maintainer(Written written, String name) implements Instruction {}
}

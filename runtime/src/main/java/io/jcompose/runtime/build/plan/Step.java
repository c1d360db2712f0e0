package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.build.dockerfile.Heredoc;
import io.jcompose.runtime.build.dockerfile.Place;
import java.util.List;
import java.util.Map;

/** Something that changes files, with everything resolved. Other instructions change only {@link Settings}. */
public sealed interface Step {
    Place place();

    /** For people: the instruction as it was written. */
    String title();

    /**
     * A command in a container.
     *
     * @param command program and arguments
     * @param environment of the command; proxies that leave no trace in the key are in {@code hidden}
     * @param network {@code none}, {@code host}, {@code default}
     */
    record Run(
            Place place,
            String title,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> hidden,
            String user,
            String workingDirectory,
            List<RunMount> mounts,
            List<Heredoc> scripts,
            String network)
            implements Step {}

    /**
     * COPY and ADD.
     *
     * @param sources paths and patterns in the origin
     * @param documents files whose content stands in the Dockerfile, by name
     * @param target absolute; a slash at its end makes it a directory
     * @param owner {@code user[:group]}, or empty for what the origin says
     * @param mode permission bits as text, octal or symbolic; empty for what the origin says
     * @param unpack which archives are unpacked
     * @param history whether {@code .git} of repositories comes along
     */
    record Copy(
            Place place,
            String title,
            Origin origin,
            List<String> sources,
            List<String> urls,
            Map<String, String> documents,
            String target,
            String owner,
            String mode,
            String checksum,
            List<String> exclude,
            boolean link,
            boolean parents,
            Unpack unpack,
            boolean history)
            implements Step {}

    /** Archives that are unpacked. */
    enum Unpack {
        NONE,
        OF_CONTEXT,
        ALL
    }

    /** A directory that is made when it is missing. */
    record Directory(Place place, String title, String path, String owner) implements Step {}
}

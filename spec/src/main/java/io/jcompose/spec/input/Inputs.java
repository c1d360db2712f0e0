package io.jcompose.spec.input;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request means.
 *
 * @param documents the YAML documents of all files, in order
 * @param files the files, absolute; {@code -} for standard input
 * @param directory the project directory, absolute
 * @param variables for interpolation: process environment, env files
 * @param profiles the active ones as asked for, {@code *} for all
 */
public record Inputs(
        List<Document> documents, List<String> files, Path directory, Variables variables, List<String> profiles) {

    /** Reads everything; what cannot be read is a problem. */
    public static Inputs read(LoadRequest request, Documents reader, Problems problems) {
        VariableFiles envFiles = new VariableFiles(request, reader.texts(), problems);
        Variables variables = envFiles.first();
        List<String> named = named(request, variables);
        List<String> names = named.isEmpty()
                ? Discovery.find(request.directory(), problems).stream()
                        .map(path -> Names.shown(request.directory(), path))
                        .toList()
                : named;
        Path directory = projectDirectory(request, names);
        variables = envFiles.withProject(variables, directory);
        List<Document> documents = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String name : names) {
            documents(name, request, reader, problems).ifPresent(documents::addAll);
            files.add(name.equals("-") ? name : absolute(request, name).toString());
        }
        if (documents.isEmpty() && !names.isEmpty() && !problems.any()) {
            String all = names.size() > 1 ? "; so are the other files" : "";
            problems.error(
                    new Span(names.get(0), 1, 1),
                    "",
                    "empty compose file" + all,
                    "it needs at least a `services:` mapping");
        }
        List<String> profiles =
                request.profiles().isEmpty() ? list(variables, "COMPOSE_PROFILES", ",") : request.profiles();
        return new Inputs(documents, files, directory, variables, profiles);
    }

    private static List<String> named(LoadRequest request, Variables variables) {
        if (!request.files().isEmpty()) {
            return request.files();
        }
        String separator = variables
                .get("COMPOSE_PATH_SEPARATOR")
                .filter(given -> !given.isEmpty())
                .orElse(":");
        return list(variables, "COMPOSE_FILE", separator);
    }

    /** A variable that is a list, empty parts left out. */
    private static List<String> list(Variables variables, String name, String separator) {
        return Arrays.stream(variables.get(name).orElse("").split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Path projectDirectory(LoadRequest request, List<String> names) {
        Path given = request.projectDirectory();
        if (given != null) {
            return request.directory().resolve(given).normalize();
        }
        if (names.isEmpty() || names.get(0).equals("-")) {
            return request.directory().normalize();
        }
        Path parent = absolute(request, names.get(0)).getParent();
        return parent == null ? request.directory().normalize() : parent;
    }

    private static Path absolute(LoadRequest request, String name) {
        return request.directory().resolve(name).normalize();
    }

    private static Optional<List<Document>> documents(
            String name, LoadRequest request, Documents reader, Problems problems) {
        if (Remote.is(name)) {
            problems.error(null, "", "cannot read " + name + ": " + Remote.NOT_READ, Remote.HINT);
            return Optional.empty();
        }
        return name.equals("-")
                ? reader.given(name, request.standardInput().get())
                : reader.read(name, absolute(request, name), Mention.NONE);
    }
}

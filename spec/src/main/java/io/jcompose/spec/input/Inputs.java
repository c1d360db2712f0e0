package io.jcompose.spec.input;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        List<MapNode> documents,
        List<String> files,
        Path directory,
        Map<String, String> variables,
        List<String> profiles) {

    /** Reads everything; what cannot be read is a problem. */
    public static Inputs read(LoadRequest request, Texts texts, Problems problems) {
        Variables variables = new Variables(request, texts, problems);
        variables.addFirst();
        List<String> named = named(request, variables);
        List<String> names = named.isEmpty()
                ? Discovery.find(request.directory(), problems).stream()
                        .map(path -> Names.shown(request.directory(), path))
                        .toList()
                : named;
        Path directory = projectDirectory(request, names);
        variables.addProject(directory);
        List<MapNode> documents = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String name : names) {
            documents.addAll(documents(name, request, texts, problems));
            files.add(name.equals("-") ? name : absolute(request, name).toString());
        }
        List<String> profiles =
                request.profiles().isEmpty() ? variables.list("COMPOSE_PROFILES", ",") : request.profiles();
        return new Inputs(documents, files, directory, variables.values(), profiles);
    }

    private static List<String> named(LoadRequest request, Variables variables) {
        if (!request.files().isEmpty()) {
            return request.files();
        }
        return variables.list(
                "COMPOSE_FILE", variables.get("COMPOSE_PATH_SEPARATOR").orElse(":"));
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

    private static List<MapNode> documents(String name, LoadRequest request, Texts texts, Problems problems) {
        if (name.contains("://")) {
            problems.error(
                    null, "", "cannot read " + name + ": files from the network are not built into jcompose yet");
            return List.of();
        }
        var text = name.equals("-")
                ? texts.given(name, request.standardInput().get())
                : texts.read(name, absolute(request, name));
        return text.map(t -> YamlReader.read(name, t, problems)).orElse(List.of());
    }
}

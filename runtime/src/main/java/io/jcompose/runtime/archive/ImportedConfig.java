package io.jcompose.runtime.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The configuration of an image that was a tree of files, with what the user says about it as lines of a Dockerfile. */
final class ImportedConfig {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode settings;

    private ImportedConfig(ObjectNode settings) {
        this.settings = settings;
    }

    static String of(List<String> changes, String message, Instant now) throws ContainerException {
        ObjectNode root = MAPPER.createObjectNode().put("created", now.toString());
        ImportedConfig config = new ImportedConfig(root.putObject("config"));
        for (String change : changes) {
            config.apply(change.strip());
        }
        ObjectNode step = root.putArray("history").addObject().put("created", now.toString());
        step.put("comment", message.isEmpty() ? "Imported from a tree of files" : message);
        return root.toString();
    }

    private void apply(String line) throws ContainerException {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length == 2 ? parts[1] : "";
        if (rest.isEmpty()) {
            throw refused(line, "it lacks what to change to");
        }
        switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "CMD" -> settings.set("Cmd", command(rest));
            case "ENTRYPOINT" -> settings.set("Entrypoint", command(rest));
            case "ENV" -> settings.withArray("/Env").add(pair(line, rest));
            case "EXPOSE" -> words(rest, "ExposedPorts", "/tcp");
            case "LABEL" -> {
                String[] label = pair(line, rest).split("=", 2);
                settings.withObject("/Labels").put(label[0], label[1]);
            }
            case "STOPSIGNAL" -> settings.put("StopSignal", rest);
            case "USER" -> settings.put("User", rest);
            case "VOLUME" -> words(rest, "Volumes", "");
            case "WORKDIR" -> settings.put("WorkingDir", rest);
            default ->
                throw refused(
                        line,
                        "only CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME and"
                                + " WORKDIR can be changed");
        }
    }

    /** A list of JSON as it is; other text for a shell. */
    private static ArrayNode command(String text) {
        try {
            if (text.startsWith("[") && MAPPER.readTree(text) instanceof ArrayNode words && isTexts(words)) {
                return words;
            }
        } catch (IOException e) {
            // Docker, too, takes what only looks like a list for a line of the shell.
            return shell(text);
        }
        return shell(text);
    }

    private static boolean isTexts(ArrayNode words) {
        for (JsonNode word : words) {
            if (!word.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static ArrayNode shell(String text) {
        return MAPPER.createArrayNode().add("/bin/sh").add("-c").add(text);
    }

    private static String pair(String line, String text) throws ContainerException {
        String pair = text.contains("=") ? text : text.replaceFirst("\\s+", "=");
        int equals = pair.indexOf('=');
        if (equals <= 0) {
            throw refused(line, "it must be NAME=value");
        }
        String value = pair.substring(equals + 1);
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return pair.substring(0, equals + 1) + (quoted ? value.substring(1, value.length() - 1) : value);
    }

    private void words(String text, String field, String otherwise) {
        String list = text.startsWith("[") ? text.replaceAll("[\\[\\]\",]", " ").strip() : text;
        for (String word : list.split("\\s+")) {
            settings.withObject("/" + field).putObject(word.contains("/") ? word : word + otherwise);
        }
    }

    private static ContainerException refused(String line, String why) {
        return new ContainerException("cannot apply the change '" + line + "': " + why);
    }
}

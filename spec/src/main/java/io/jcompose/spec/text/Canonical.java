package io.jcompose.spec.text;

import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.decode.Decoding;
import io.jcompose.spec.decode.ProjectDecoder;
import io.jcompose.spec.encode.ProjectEncoder;
import io.jcompose.spec.yaml.JsonReader;
import io.jcompose.spec.yaml.JsonWriter;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.Map;

/**
 * The canonical text of a project: what {@code config} prints, what travels to the daemon and what is stored there. One
 * decoder reads it back ({@code spec.decode}): {@code parse(json(p)).equals(p)}.
 *
 * <p>A {@code $} is doubled only in text for users, {@link #yaml} and {@link #userJson}, which {@link Loader} may read
 * again. {@link #json} doubles nothing.
 */
public final class Canonical {
    private static final String FILE = "project.json";

    private Canonical() {}

    /** JSON for {@link #parse}, all fields of the record, no {@code $} doubled; compact when {@code indent} is false. */
    public static String json(Project project, boolean indent) {
        return JsonWriter.write(ProjectEncoder.encode(project), indent);
    }

    /**
     * YAML as {@code docker compose config} prints it: name first, services sorted, long forms, each {@code $} doubled.
     * Working directory and file names are not part of it.
     */
    public static String yaml(Project project) {
        return YamlWriter.write(forUsers(project));
    }

    /** The same as {@link #yaml} in indented JSON, as {@code docker compose config --format json} prints it. */
    public static String userJson(Project project) {
        return JsonWriter.write(forUsers(project), true);
    }

    /** Reads what {@link #json} wrote. Throws {@link SpecException} when it is not a canonical project. */
    public static Project parse(String json) throws SpecException {
        Problems problems = new Problems();
        MapNode model = JsonReader.read(FILE, json, problems);
        problems.throwIfAny(Map.of(FILE, json));
        Project project = ProjectDecoder.decode(model, new Decoding(problems));
        if (project.name().isEmpty()) {
            problems.error(model.span(), "name", "a project without a name", null);
        }
        problems.throwIfAny(Map.of(FILE, json));
        return project;
    }

    private static MapNode forUsers(Project project) {
        return ProjectEncoder.dollarsDoubled(ProjectEncoder.text(project));
    }
}

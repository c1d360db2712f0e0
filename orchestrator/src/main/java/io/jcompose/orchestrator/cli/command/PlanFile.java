package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.PlannedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A plan that {@code up --plan} keeps to. */
final class PlanFile {
    private static final int LARGEST = 64 << 20;
    private static final int VERSION = 1;

    private PlanFile() {}

    static void write(Path file, String project, PlannedActions plan) throws IOException, UsageException {
        String text = JsonText.object(out -> {
            out.writeNumberField("version", VERSION);
            out.writeStringField("project", project);
            out.writeObjectFieldStart("seal");
            for (var entry : plan.seal().entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
            out.writeFieldName("actions");
            PlanCommand.write(out, plan.actions());
        });
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UsageException("cannot write the plan to " + file + ": " + e.getMessage());
        }
    }

    /** The seal in it. */
    static Map<String, String> read(Path file, String project) throws UsageException {
        JsonObject plan = parse(file, text(file));
        if (plan.integer("version") != VERSION || plan.textMap("seal").isEmpty()) {
            throw noPlan(file);
        }
        if (!plan.text("project").equals(project)) {
            throw new UsageException(file + " is a plan for project " + plan.text("project") + ", not " + project);
        }
        return plan.textMap("seal");
    }

    private static byte[] text(Path file) throws UsageException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UsageException(file + " is no plan: it is larger than any");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file, "make a plan with: plan --out FILE");
        } catch (IOException e) {
            throw new UsageException("cannot read the plan " + file + ": " + e.getMessage());
        }
    }

    private static JsonObject parse(Path file, byte[] text) throws UsageException {
        try {
            return JsonObject.read(text);
        } catch (IOException e) {
            // What the parser says is for those who write JSON by hand.
            throw noPlan(file);
        }
    }

    private static UsageException noPlan(Path file) {
        return new UsageException(
                file + " is no plan of this jcompose, or not all of one", "make one with: plan --out FILE");
    }
}

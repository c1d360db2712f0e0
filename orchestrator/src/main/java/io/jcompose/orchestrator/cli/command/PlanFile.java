package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.PlannedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    static java.util.Map<String, String> read(Path file, String project) throws UsageException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UsageException(file + " is no plan: it is larger than any");
            }
            JsonObject plan = JsonObject.read(Files.readAllBytes(file));
            if (plan.integer("version") != VERSION || plan.textMap("seal").isEmpty()) {
                throw new UsageException(file + " is no plan of this jcompose", "make one with: plan --out FILE");
            }
            if (!plan.text("project").equals(project)) {
                throw new UsageException(file + " is a plan for project " + plan.text("project") + ", not " + project);
            }
            return plan.textMap("seal");
        } catch (IOException e) {
            throw new UsageException("cannot read the plan " + file + ": " + e.getMessage());
        }
    }
}

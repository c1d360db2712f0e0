package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.ContainerTable;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.Publisher;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A container with the keys of {@code docker compose ps --format json}. */
final class ContainerJson {
    private ContainerJson() {}

    static String line(String project, ContainerRow row, Instant now) {
        return JsonText.object(out -> {
            out.writeStringField("Command", ContainerTable.quoted(row.command(), true));
            out.writeStringField("CreatedAt", row.created());
            out.writeNumberField("ExitCode", row.exitCode());
            out.writeStringField("Health", row.health().equals("none") ? "" : row.health());
            out.writeStringField("ID", row.id());
            out.writeStringField("Image", row.image());
            out.writeStringField("LastError", row.trouble().error());
            lines(out, row.trouble().lines());
            out.writeStringField("Name", row.name());
            out.writeStringField("Names", row.name());
            out.writeStringField("Networks", String.join(",", row.addresses().keySet()));
            out.writeStringField("Ports", ContainerTable.ports(row.publishers()));
            out.writeStringField("Project", project);
            publishers(out, row);
            out.writeNumberField("Restarts", row.restarts());
            out.writeStringField("RunningFor", Ages.ago(row.created(), now));
            out.writeStringField("Service", row.service());
            out.writeStringField("State", row.state());
            out.writeStringField("Status", row.status());
        });
    }

    private static void lines(JsonGenerator out, List<String> lines) throws IOException {
        out.writeArrayFieldStart("LastLog");
        for (String line : lines) {
            out.writeString(line);
        }
        out.writeEndArray();
    }

    private static void publishers(JsonGenerator out, ContainerRow row) throws IOException {
        out.writeArrayFieldStart("Publishers");
        for (Publisher publisher : row.publishers()) {
            out.writeStartObject();
            out.writeStringField("URL", publisher.url());
            out.writeNumberField("TargetPort", publisher.targetPort());
            out.writeNumberField("PublishedPort", publisher.publishedPort());
            out.writeStringField("Protocol", publisher.protocol());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

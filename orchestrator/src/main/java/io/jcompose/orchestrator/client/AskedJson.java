package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields by which a request says what is asked for; {@code api.AskedBody} reads them. */
final class AskedJson {
    private AskedJson() {}

    static void write(JsonGenerator out, UpAsked asked) throws IOException {
        RequestBody.texts(out, "services", asked.services());
        out.writeBooleanField("noDeps", asked.chosen().alone());
        out.writeObjectFieldStart("scale");
        for (Map.Entry<String, Integer> entry : asked.scale().entrySet()) {
            out.writeNumberField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
        Recreation recreation = asked.recreation();
        out.writeStringField("recreate", word(recreation.named()));
        out.writeStringField("recreateDependencies", word(recreation.others()));
        out.writeBooleanField("renewVolumes", recreation.renewVolumes());
        out.writeBooleanField("removeOrphans", asked.removeOrphans());
        out.writeBooleanField("noStart", asked.noStart());
        seconds(out, asked.stopSeconds());
    }

    private static String word(Recreation.When when) {
        return when.name().toLowerCase(Locale.ROOT);
    }

    static void write(JsonGenerator out, DownAsked asked) throws IOException {
        RequestBody.texts(out, "services", asked.services());
        out.writeBooleanField("volumes", asked.volumes());
        out.writeStringField("images", asked.images().name().toLowerCase(Locale.ROOT));
        out.writeBooleanField("removeOrphans", asked.removeOrphans());
        seconds(out, asked.stopSeconds());
    }

    static void write(JsonGenerator out, Operation operation) throws IOException {
        RequestBody.texts(out, "services", operation.services());
        if (operation instanceof Operation.Stop stop) {
            seconds(out, stop.stopSeconds());
        } else if (operation instanceof Operation.Restart restart) {
            seconds(out, restart.stopSeconds());
            out.writeBooleanField("noDeps", restart.alone());
        } else if (operation instanceof Operation.Kill kill) {
            out.writeStringField("signal", kill.signal());
            out.writeBooleanField("removeOrphans", kill.removeOrphans());
        } else if (operation instanceof Operation.Remove remove) {
            out.writeBooleanField("volumes", remove.volumes());
        }
    }

    private static void seconds(JsonGenerator out, @Nullable Long seconds) throws IOException {
        if (seconds != null) {
            out.writeNumberField("stopSeconds", seconds);
        }
    }
}

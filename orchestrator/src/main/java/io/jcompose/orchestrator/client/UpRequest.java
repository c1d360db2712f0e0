package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What {@code up} and {@code plan} ask for.
 *
 * @param model the project as canonical JSON
 * @param disabled services that no active profile enables
 * @param services the ones meant, empty for all
 * @param scale replicas by service, over what the model says
 * @param await whether to return only when all run or are healthy, and how long to wait at most in seconds (0: no end)
 * @param stopSeconds grace period over the model's
 * @param accounts for the registries of its images; not stored
 * @param releasing what is about its release
 * @param contents of its secrets and configs
 */
public record UpRequest(
        String model,
        List<String> disabled,
        List<String> services,
        Map<String, Integer> scale,
        boolean forceRecreate,
        boolean removeOrphans,
        boolean noDeps,
        boolean noStart,
        Await await,
        OptionalInt stopSeconds,
        List<RegistryLogin> accounts,
        Releasing releasing,
        Contents contents) {
    /** Anonymous at registries. */
    public UpRequest(
            String model,
            List<String> disabled,
            List<String> services,
            Map<String, Integer> scale,
            boolean forceRecreate,
            boolean removeOrphans,
            boolean noDeps,
            boolean noStart,
            Await await,
            OptionalInt stopSeconds) {
        this(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDeps,
                noStart,
                await,
                stopSeconds,
                List.of(),
                Releasing.NONE,
                Contents.NONE);
    }

    /** The same for somebody who is known at registries. */
    public UpRequest by(List<RegistryLogin> logins) {
        return new UpRequest(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDeps,
                noStart,
                await,
                stopSeconds,
                logins,
                releasing,
                contents);
    }

    /** The same with what the secrets and configs of the model hold. */
    public UpRequest with(Contents granted) {
        return new UpRequest(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDeps,
                noStart,
                await,
                stopSeconds,
                accounts,
                releasing,
                granted);
    }

    /** The same as this release. */
    public UpRequest as(Releasing release) {
        return new UpRequest(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDeps,
                noStart,
                await,
                stopSeconds,
                accounts,
                release,
                contents);
    }

    /** Waiting for health. */
    public record Await(boolean wanted, int seconds) {}

    byte[] json() {
        return RequestBody.of(this::write);
    }

    void write(JsonGenerator out) throws IOException {
        out.writeFieldName("model");
        out.writeRawValue(model);
        RequestBody.texts(out, "disabled", disabled);
        RequestBody.texts(out, "services", services);
        out.writeObjectFieldStart("scale");
        for (Map.Entry<String, Integer> entry : scale.entrySet()) {
            out.writeNumberField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
        out.writeBooleanField("forceRecreate", forceRecreate);
        out.writeBooleanField("removeOrphans", removeOrphans);
        out.writeBooleanField("noDeps", noDeps);
        out.writeBooleanField("noStart", noStart);
        out.writeBooleanField("wait", await.wanted());
        out.writeNumberField("waitSeconds", await.seconds());
        RequestBody.seconds(out, "stopSeconds", stopSeconds);
        RegistryLogin.write(out, accounts);
        releasing.write(out);
        out.writeObjectFieldStart("contents");
        for (String digest : contents.digests()) {
            out.writeBinaryField(digest, contents.of(digest));
        }
        out.writeEndObject();
    }
}

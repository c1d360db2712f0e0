package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.spec.Contents;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Project;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.util.List;

/**
 * What {@code up} and {@code plan} send.
 *
 * @param model the project as canonical JSON
 * @param disabled services that no active profile enables
 * @param accounts for the registries of its images; not stored
 * @param releasing what is about its release
 * @param contents of its secrets and configs
 * @param discards real names of volumes that may be made anew without their data
 */
public record UpRequest(
        String model,
        List<String> disabled,
        UpAsked asked,
        Await await,
        List<RegistryLogin> accounts,
        Releasing releasing,
        Contents contents,
        List<String> discards) {
    /** Where no data is lost. */
    public UpRequest(
            String model,
            List<String> disabled,
            UpAsked asked,
            Await await,
            List<RegistryLogin> accounts,
            Releasing releasing,
            Contents contents) {
        this(model, disabled, asked, await, accounts, releasing, contents, List.of());
    }

    /** Of what was loaded, with its contents; anonymous at registries. */
    public static UpRequest of(Loaded loaded, UpAsked asked, Await await) {
        return of(loaded, loaded.project(), asked, await);
    }

    /** The same with another form of its project. */
    public static UpRequest of(Loaded loaded, Project project, UpAsked asked, Await await) {
        String model = Canonical.json(project.withoutContents(), false);
        return new UpRequest(
                model, loaded.disabled(), asked, await, List.of(), Releasing.NONE, loaded.contents(), List.of());
    }

    /** The same for somebody who is known at registries. */
    public UpRequest by(List<RegistryLogin> logins) {
        return new UpRequest(model, disabled, asked, await, logins, releasing, contents, discards);
    }

    /** The same with what the secrets and configs of the model hold. */
    public UpRequest with(Contents granted) {
        return new UpRequest(model, disabled, asked, await, accounts, releasing, granted, discards);
    }

    /** The same as this release. */
    public UpRequest as(Releasing release) {
        return new UpRequest(model, disabled, asked, await, accounts, release, contents, discards);
    }

    /** The same project, of which something else is asked. */
    public UpRequest asking(UpAsked other) {
        return new UpRequest(model, disabled, other, await, accounts, releasing, contents, discards);
    }

    /** The same where these volumes may be made anew without their data. */
    public UpRequest discarding(List<String> volumes) {
        return new UpRequest(model, disabled, asked, await, accounts, releasing, contents, volumes);
    }

    byte[] json() {
        return RequestBody.of(this::write);
    }

    void write(JsonGenerator out) throws IOException {
        out.writeFieldName("model");
        out.writeRawValue(model);
        RequestBody.texts(out, "disabled", disabled);
        AskedJson.write(out, asked);
        RequestBody.texts(out, "discards", discards);
        await.write(out);
        RegistryLogin.write(out, accounts);
        releasing.write(out);
        out.writeObjectFieldStart("contents");
        for (String digest : contents.digests()) {
            out.writeBinaryField(digest, contents.of(digest));
        }
        out.writeEndObject();
    }
}

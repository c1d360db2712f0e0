package io.jcompose.spec.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jcompose.spec.yaml.Node.MapNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema of compose-go, asked at the moment when compose-go asks it: after variables, includes, extends and merging,
 * and after the steps of {@link Prepared}.
 */
final class ReferenceSchema {
    /** Only a name: nothing is fetched. The one in the file is relative, which the validator refuses. */
    private static final SchemaLocation LOCATION = SchemaLocation.of("https://localhost/compose_spec.json");

    private final JsonNode source;
    private final Schema schema;

    private ReferenceSchema(JsonNode source) {
        this.source = source;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(LOCATION, source);
    }

    static ReferenceSchema read() {
        try (InputStream file = ReferenceSchema.class.getResourceAsStream("/schema/compose-spec.json")) {
            return new ReferenceSchema(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema's own text. */
    JsonNode source() {
        return source;
    }

    /** Why the reference loader does not take this model; empty when it does. */
    List<String> refusals(MapNode model) {
        Prepared prepared = Prepared.of(model);
        List<String> refusals = new ArrayList<>(prepared.refusals());
        if (refusals.isEmpty()) {
            refusals.addAll(refusals(prepared.json()));
        }
        return refusals;
    }

    /** Whether there are refusals, without spending time on their sentences. */
    boolean refuses(MapNode model) {
        Prepared prepared = Prepared.of(model);
        return !prepared.refusals().isEmpty() || !schema.validate(prepared.json(), OutputFormat.BOOLEAN);
    }

    /** The same for JSON as it is. */
    List<String> refusals(JsonNode json) {
        return schema.validate(json).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}

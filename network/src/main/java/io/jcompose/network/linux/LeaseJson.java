package io.jcompose.network.linux;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.publish.Reservation;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases as JSON: {@code {"version": 1, "networks": [...], "endpoints": [...], "ports": [...], "publications": [...]}},
 * flat objects in each list. A newer version is refused, unknown fields are ignored.
 */
final class LeaseJson {
    static final int VERSION = 1;
    private static final String LABEL = "label:";
    private static final JsonFactory JSON = new JsonFactory();

    private LeaseJson() {}

    static String write(Leases leases) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            list(json, "networks", leases.networks(), LeaseJson::network);
            list(json, "endpoints", leases.endpoints(), LeaseJson::endpoint);
            list(json, "ports", leases.ports(), LeaseJson::port);
            list(json, "publications", leases.publications(), LeaseJson::publication);
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    static Leases read(String text) throws IOException {
        Map<String, List<Map<String, String>>> lists = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "no object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("version")) {
                    int version = json.getIntValue();
                    expect(version <= VERSION, "version " + version + ", newer than this program understands");
                } else if (value == JsonToken.START_ARRAY) {
                    lists.put(field, objects(json));
                } else {
                    json.skipChildren();
                }
            }
        }
        try {
            return new Leases(
                    decode(lists, "networks", LeaseJson::network),
                    decode(lists, "endpoints", LeaseJson::endpoint),
                    decode(lists, "ports", LeaseJson::port),
                    decode(lists, "publications", LeaseJson::publication));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void network(JsonGenerator json, NetworkState state) throws IOException {
        json.writeStringField("name", state.spec().name());
        json.writeBooleanField("internal", state.spec().internal());
        optional(json, "wantedSubnet", state.spec().subnet());
        optional(json, "wantedGateway", state.spec().gateway());
        json.writeStringField("bridge", state.bridge());
        json.writeStringField("subnet", state.subnet());
        json.writeStringField("gateway", state.gateway());
        for (Map.Entry<String, String> label : new TreeMap<>(state.spec().labels()).entrySet()) {
            json.writeStringField(LABEL + label.getKey(), label.getValue());
        }
    }

    private static NetworkState network(Map<String, String> fields) {
        var spec = new NetworkSpec(
                text(fields, "name"),
                Boolean.parseBoolean(text(fields, "internal")),
                fields.get("wantedSubnet"),
                fields.get("wantedGateway"),
                labels(fields));
        return new NetworkState(spec, text(fields, "bridge"), text(fields, "subnet"), text(fields, "gateway"));
    }

    /** Each is a field of its own. */
    private static Map<String, String> labels(Map<String, String> fields) {
        Map<String, String> labels = new TreeMap<>();
        fields.forEach((key, value) -> {
            if (key.startsWith(LABEL)) {
                labels.put(key.substring(LABEL.length()), value);
            }
        });
        return labels;
    }

    private static void endpoint(JsonGenerator json, Endpoint endpoint) throws IOException {
        json.writeStringField("owner", endpoint.owner());
        json.writeStringField("network", endpoint.network());
        json.writeStringField("interface", endpoint.interfaceName());
        json.writeStringField("address", endpoint.address());
        json.writeNumberField("prefix", endpoint.prefix());
        json.writeStringField("mac", endpoint.mac());
        json.writeStringField("hostInterface", endpoint.hostInterface());
    }

    private static Endpoint endpoint(Map<String, String> fields) {
        return new Endpoint(
                text(fields, "owner"),
                text(fields, "network"),
                text(fields, "interface"),
                text(fields, "address"),
                number(fields, "prefix"),
                text(fields, "mac"),
                text(fields, "hostInterface"));
    }

    private static void port(JsonGenerator json, Reservation port) throws IOException {
        json.writeStringField("owner", port.owner());
        optional(json, "hostAddress", port.hostAddress());
        json.writeNumberField("first", port.first());
        json.writeNumberField("last", port.last());
        json.writeStringField("transport", port.transport().name());
        json.writeNumberField("port", port.port());
    }

    private static Reservation port(Map<String, String> fields) {
        return new Reservation(
                text(fields, "owner"),
                fields.get("hostAddress"),
                number(fields, "first"),
                number(fields, "last"),
                Transport.valueOf(text(fields, "transport")),
                number(fields, "port"));
    }

    /** The targets stand in one field, as {@code 172.17.0.2:80 172.17.0.3:80}. */
    private static void publication(JsonGenerator json, Publication publication) throws IOException {
        optional(json, "hostAddress", publication.hostAddress());
        json.writeNumberField("hostPort", publication.hostPort());
        json.writeStringField("transport", publication.transport().name());
        var targets = new ArrayList<String>();
        publication.targets().forEach(target -> targets.add(target.address() + ":" + target.port()));
        json.writeStringField("targets", String.join(" ", targets));
    }

    private static Publication publication(Map<String, String> fields) {
        List<Publication.Target> targets = new ArrayList<>();
        for (String target : text(fields, "targets").split(" ")) {
            int colon = target.indexOf(':');
            if (colon > 0) {
                targets.add(new Publication.Target(
                        target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))));
            }
        }
        return new Publication(
                fields.get("hostAddress"),
                number(fields, "hostPort"),
                Transport.valueOf(text(fields, "transport")),
                targets);
    }

    private interface Encoder<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    private interface Decoder<T> {
        T read(Map<String, String> fields);
    }

    private static <T> void list(JsonGenerator json, String name, List<T> values, Encoder<T> encoder)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            json.writeStartObject();
            encoder.write(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static <T> List<T> decode(Map<String, List<Map<String, String>>> lists, String name, Decoder<T> decoder) {
        return lists.getOrDefault(name, List.of()).stream().map(decoder::read).toList();
    }

    private static List<Map<String, String>> objects(JsonParser json) throws IOException {
        List<Map<String, String>> objects = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> fields = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            objects.add(fields);
        }
        expect(json.currentToken() == JsonToken.END_ARRAY, "a list of something else than objects");
        return objects;
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static String text(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return value;
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(text(fields, name));
    }

    private static void expect(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}

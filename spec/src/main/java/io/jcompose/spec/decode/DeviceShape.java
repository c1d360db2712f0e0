package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;
import java.util.List;
import java.util.Map;

/** Devices, device requests, and drivers with options. */
final class DeviceShape {
    /** {@code HOST[:CONTAINER[:rwm]]}, a CDI name, or the long form. */
    static final Form DEVICES = Forms.list(Forms.either(
            (node, place) -> Forms.TEXT
                    .read(node, place)
                    .flatMap(text -> place.read(node.span(), ((Value.Text) text).text(), DeviceSyntax::value)),
            Forms.fields(Shape.of(
                            "a device",
                            "",
                            needed("source", Forms.TEXT),
                            kept("target", Forms.TEXT),
                            kept("permissions", Forms.text(DeviceSyntax::permissions))))
                    .completed(DeviceSyntax::completed)));

    /** {@code all}, or requests. */
    static final Form GPUS = Forms.either(
            Forms.scalar(DeviceShape::all), Forms.list(request(kept("capabilities", Forms.unique(Forms.TEXT)))));

    /** {@code deploy.resources.reservations.devices}. */
    static final Form RESERVED = Forms.list(request(needed("capabilities", Forms.unique(Forms.TEXT))));

    static final Form LOGGING = Forms.someFields(
            Shape.of("logging", "", kept("driver", Forms.TEXT), kept("options", Forms.OPTIONS_OR_NAMES)));

    static final Form CREDENTIALS = Forms.someFields(Shape.of(
            "a credential_spec",
            "",
            kept("config", Forms.TEXT),
            kept("file", Forms.TEXT),
            kept("registry", Forms.TEXT)));

    private DeviceShape() {}

    private static Form request(Attribute capabilities) {
        return Forms.fields(Shape.of(
                        "a device request",
                        "",
                        capabilities,
                        kept("count", Forms.scalar(DeviceShape::count)),
                        kept("device_ids", Forms.unique(Forms.TEXT)),
                        kept("driver", Forms.TEXT),
                        kept("options", Forms.TEXTS_BY_KEY)))
                .completed(DeviceShape::counted);
    }

    private static Value all(String text) throws Malformed {
        if (!text.equals("all")) {
            throw new Malformed("unknown value `" + text + "`", "`all`, or a list of requests");
        }
        return new Value.Items(List.of(Value.of(Map.of("count", Value.of(text)))));
    }

    private static Value.Fields counted(Value.Fields request) throws Malformed {
        if (request.has("count") && request.has("device_ids")) {
            throw new Malformed("`count` and `device_ids` exclude each other", "say how many, or say which");
        }
        return request.has("count") || request.has("device_ids") ? request : request.with("count", Value.of("all"));
    }

    private static Value count(String text) throws Malformed {
        return text.equals("all") || text.equals("-1")
                ? Value.of("all")
                : Value.of(Quantities.integer(text, 0, Integer.MAX_VALUE));
    }
}

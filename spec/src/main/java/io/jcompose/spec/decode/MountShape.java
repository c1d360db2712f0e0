package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.noEffect;

import io.jcompose.spec.Value;

/** The attributes of a mount in its long form (compose-spec, volumes). */
final class MountShape {
    static final Shape MOUNT = Shape.of(
            "a volume mount",
            "type source target read_only bind volume tmpfs image",
            noEffect("consistency", Forms.TEXT, "a bind mount is always consistent on Linux"));

    static final Shape BIND = Shape.of(
            "bind options",
            "create_host_path",
            later(
                    "propagation",
                    Forms.oneOf("rprivate", "private", "rshared", "shared", "rslave", "slave")
                            .unless(Value.of("rprivate"))),
            later(
                    "recursive",
                    Forms.oneOf("enabled", "disabled", "writable", "readonly").unless(Value.of("enabled"))),
            later("selinux", Forms.oneOf("z", "Z")));

    static final Shape VOLUME =
            Shape.of("volume options", "nocopy", later("subpath", Forms.TEXT), later("labels", Forms.TEXTS_BY_KEY));

    static final Shape TMPFS = Shape.of("tmpfs options", "size mode");

    static final Shape IMAGE = Shape.of("image options", "", kept("subpath", Forms.TEXT));

    private MountShape() {}
}

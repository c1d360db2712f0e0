package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.noEffect;

import io.jcompose.spec.Value;

/** The attributes of a project and of its networks, volumes, secrets and configs. */
final class ProjectShape {
    private static final String CLUSTER = "it is for clusters";

    static final Shape PROJECT = Shape.of(
            "a project",
            "version name services networks volumes secrets configs include",
            noEffect("models", ModelShape.MODELS, "no model runner is built into jcompose"));

    static final Shape NETWORK = Shape.of(
            "a network",
            "name internal external ipam labels",
            later("driver", Forms.TEXT.unless(Value.of("bridge"))),
            later("driver_opts", Forms.TEXTS_IN_MAPPING),
            later("enable_ipv4", Forms.FLAG.unless(Value.of(true))),
            later("enable_ipv6", Forms.FLAG.unless(Value.of(false))),
            noEffect("attachable", Forms.FLAG.unless(Value.of(false)), CLUSTER));

    static final Shape IPAM = Shape.of(
            "ipam",
            "config",
            later("driver", Forms.TEXT.unless(Value.of("default"))),
            later("options", Forms.TEXTS_IN_MAPPING));

    static final Shape POOL = Shape.of(
            "an address pool",
            "subnet gateway",
            later("ip_range", Forms.text(AddressForms::anySubnet)),
            later("aux_addresses", Forms.named(Forms.text(AddressForms::ip))));

    /** A pool beside the first one. */
    static final Form FURTHER_POOL = Forms.fields(Shape.of(
            "an address pool",
            "",
            Attribute.needed("subnet", Forms.text(AddressForms::anySubnet)),
            Attribute.kept("gateway", Forms.text(AddressForms::ip)),
            Attribute.kept("ip_range", Forms.text(AddressForms::anySubnet)),
            Attribute.kept("aux_addresses", Forms.named(Forms.text(AddressForms::ip)))));

    static final Shape VOLUME = Shape.of(
            "a volume",
            "name external labels",
            later("driver", Forms.TEXT.unless(Value.of("local"))),
            later("driver_opts", Forms.TEXTS_IN_MAPPING));

    static final Shape SECRET = fileObject("a secret", "name file environment external labels");

    static final Shape CONFIG = fileObject("a config", "name file environment content external labels");

    static final Shape ORIGIN = Shape.of("x-jcompose", "working_dir files");

    private ProjectShape() {}

    private static Shape fileObject(String noun, String acted) {
        return Shape.of(
                noun,
                acted,
                noEffect("driver", Forms.TEXT, CLUSTER),
                noEffect("driver_opts", Forms.TEXTS_IN_MAPPING, CLUSTER),
                noEffect("template_driver", Forms.TEXT, CLUSTER));
    }
}

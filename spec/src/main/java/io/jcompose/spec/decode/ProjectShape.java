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
            later("driver_opts", Forms.OPTIONS),
            later("enable_ipv4", Forms.FLAG.unless(Value.of(true))),
            later("enable_ipv6", Forms.FLAG.unless(Value.of(false))),
            noEffect("attachable", Forms.FLAG.unless(Value.of(false)), CLUSTER));

    static final Shape IPAM = Shape.of(
            "ipam",
            "config",
            later("driver", Forms.TEXT.unless(Value.of("default"))),
            later("options", Forms.STRINGS_IN_MAPPING));

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
            later("driver_opts", Forms.OPTIONS));

    private static final Attribute TEMPLATE_DRIVER = noEffect("template_driver", Forms.TEXT, CLUSTER);

    static final Shape SECRET = Shape.of(
            "a secret",
            "name file environment external labels",
            noEffect("driver", Forms.TEXT, CLUSTER),
            noEffect("driver_opts", Forms.OPTIONS, CLUSTER),
            TEMPLATE_DRIVER);

    static final Shape CONFIG = Shape.of("a config", "name file environment content external labels", TEMPLATE_DRIVER);

    static final Shape ORIGIN = Shape.of("x-jcompose", "working_dir files");

    private ProjectShape() {}
}

package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.noEffect;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Set;

/** The attributes of {@code build} (compose-spec, build). A text alone became its {@code context} when files were merged. */
final class BuildShape {
    private static final String NO_ATTESTATIONS = "images are built without attestations";
    private static final Form OFF = Forms.FLAG.unless(Value.of(false));
    /** {@code provenance} and {@code sbom}: a boolean, or options for the builder. */
    private static final Form ATTESTATION =
            (node, place) -> isFlag(node) ? Forms.FLAG.read(node, place) : Forms.TEXT.read(node, place);

    static final Shape SHAPE = Shape.of(
            "build",
            "",
            kept("additional_contexts", Forms.TEXTS_BY_KEY),
            kept("args", Forms.TEXTS_BY_KEY),
            kept("cache_from", Forms.list(Forms.text(CachePlaces::from))),
            kept("cache_to", Forms.list(Forms.text(CachePlaces::to))),
            kept("context", Forms.TEXT),
            kept("dockerfile", Forms.TEXT),
            kept("dockerfile_inline", Forms.TEXT),
            kept("entitlements", Forms.unique(Forms.TEXT)),
            kept("extra_hosts", ExtraHosts.FORM),
            noEffect("isolation", Forms.TEXT, "it is for Windows containers"),
            kept("labels", Forms.TEXTS_BY_KEY),
            kept("network", Forms.TEXT),
            kept("no_cache", OFF),
            kept("no_cache_filter", Forms.TEXT_OR_TEXTS),
            kept("platforms", Forms.unique(Forms.text(Names::platform))),
            later("privileged", OFF),
            noEffect("provenance", ATTESTATION, NO_ATTESTATIONS),
            kept("pull", OFF),
            noEffect("sbom", ATTESTATION, NO_ATTESTATIONS),
            kept("secrets", GrantShape.BUILD_SECRETS),
            kept("shm_size", Forms.BYTES),
            kept("ssh", Forms.TEXTS_BY_KEY),
            kept("tags", Forms.unique(Forms.text(Names::image))),
            kept("target", Forms.TEXT),
            kept("ulimits", UlimitForm.ULIMITS));

    static final Form FORM = Forms.fields(SHAPE).checked(BuildShape::oneDockerfile);

    private BuildShape() {}

    private static boolean isFlag(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.kind() == Kind.BOOL || Set.of("true", "false").contains(scalar.text()));
    }

    private static void oneDockerfile(Value build) throws Malformed {
        if (build instanceof Value.Fields fields && fields.has("dockerfile") && fields.has("dockerfile_inline")) {
            throw new Malformed(
                    "`dockerfile` and `dockerfile_inline` exclude each other", "one names a file, the other is one");
        }
    }
}

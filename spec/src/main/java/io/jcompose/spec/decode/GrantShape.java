package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.needed;

import io.jcompose.spec.Value;
import io.jcompose.spec.grant.Grants;
import java.util.Map;

/** What a service is granted: secrets and configs, by name alone or in the long form. */
final class GrantShape {
    static final Shape GRANT = Shape.of(
            "a grant",
            "",
            needed("source", Forms.TEXT),
            kept("target", Forms.TEXT),
            kept("uid", Forms.text(GrantShape::id)),
            kept("gid", Forms.text(GrantShape::id)),
            kept("mode", Forms.MODE),
            kept(Grants.DIGEST, Forms.TEXT));

    private static final Form FORM = Forms.either(
            (node, place) -> Forms.TEXT.read(node, place).map(name -> Value.of(Map.of("source", name))),
            Forms.fields(GRANT));

    static final Form SECRETS = grants("/run/secrets/");
    static final Form CONFIGS = grants("/");
    /** A build knows a secret by its source unless it has a target. */
    static final Form BUILD_SECRETS = grants("");

    private GrantShape() {}

    /** Names of users are known only inside the container. */
    private static String id(String text) throws Malformed {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw new Malformed("not the number of a user or group: `" + text + "`", "as in \"1000\"");
        }
        return text;
    }

    /** A target that is relative lies in {@code directory}. */
    private static Form grants(String directory) {
        return Forms.list(FORM.completed(grant -> {
            String written = grant.has("target") ? grant.text("target") : grant.text("source");
            return grant.with("target", Value.of(written.startsWith("/") ? written : directory + written));
        }));
    }
}

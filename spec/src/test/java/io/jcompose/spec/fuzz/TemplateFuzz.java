package io.jcompose.spec.fuzz;

import io.jcompose.spec.env.BadTemplate;
import io.jcompose.spec.env.Template;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Substitution of variables. The values are texts that would mean something if they were substituted once more. */
public final class TemplateFuzz {
    private static final Map<String, String> VALUES =
            Map.of("A", "$A${A}", "B", "", "C", "}", "D", "x".repeat(100_000), "_e", "$$");

    private TemplateFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Oracle.bounded(() -> {
            try {
                String result = Template.substitute(text, name -> Optional.ofNullable(VALUES.get(name)), name -> {});
                Oracle.check(result.length() <= 1 << 20, "a result of " + result.length() + " characters");
                Oracle.check(text.indexOf('$') >= 0 || result.equals(text), "changed without a `$`: " + result);
                String escaped = text.replace("$", "$$");
                Oracle.same(
                        "what is escaped",
                        text,
                        Template.substitute(escaped, name -> Optional.of("wrong"), name -> {}));
            } catch (BadTemplate e) {
                Oracle.check(!e.sentence().isEmpty(), "no sentence");
            }
        });
    }
}

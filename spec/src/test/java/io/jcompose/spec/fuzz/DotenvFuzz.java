package io.jcompose.spec.fuzz;

import io.jcompose.spec.SpecException;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Env files in both formats. */
public final class DotenvFuzz {
    private DotenvFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Oracle.bounded(() -> {
            Problems problems = new Problems();
            check(Dotenv.parse(".env", text, DotenvFuzz::outer, problems));
            check(Dotenv.parseRaw(".env", text, DotenvFuzz::outer, problems));
            try {
                problems.throwIfAny(Map.of(".env", text));
            } catch (SpecException e) {
                Oracle.check(!e.problems().isEmpty(), "no problems");
            }
        });
    }

    private static void check(Map<String, ScalarNode> values) {
        values.forEach((key, value) -> {
            Oracle.check(!key.isEmpty() && key.indexOf('=') < 0, "a variable called `" + key + "`");
            Oracle.check(value.text().indexOf('\0') < 0, "a NUL in " + key);
            Oracle.check(value.span().line() > 0 && value.span().column() > 0, "no place for " + key);
        });
    }

    private static Optional<String> outer(String name) {
        return name.equals("A") ? Optional.of("$A") : Optional.empty();
    }
}

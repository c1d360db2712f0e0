package io.jcompose.spec.env;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a text that names a variable (compose-spec, 12-interpolation).
 *
 * @param form what happens when the variable has no value
 * @param argument the default, the alternate value or the reason that the text gives, else empty; as written
 */
public record VariableUse(String name, Form form, String argument) {
    private static final int DEEPEST = 32;

    /** The forms of a use. */
    public enum Form {
        /** {@code $X}, <code>${X}</code>: becomes empty. */
        PLAIN,
        /** <code>${X:-d}</code>, <code>${X-d}</code>. */
        DEFAULT,
        /** <code>${X:+a}</code>, <code>${X+a}</code>. */
        ALTERNATE,
        /** <code>${X:?why}</code>, <code>${X?why}</code>: refused. */
        REQUIRED
    }

    /** All uses in {@code text}, also those inside of arguments, in order. A broken template ends the search. */
    public static List<VariableUse> in(String text) {
        List<VariableUse> uses = new ArrayList<>();
        try {
            find(text, 0, uses);
        } catch (BadTemplate e) {
            return uses; // whoever substitutes the text reports it
        }
        return uses;
    }

    private static void find(String text, int depth, List<VariableUse> uses) throws BadTemplate {
        int at = depth > DEEPEST ? -1 : text.indexOf('$');
        while (at >= 0 && at + 1 < text.length()) {
            char next = text.charAt(at + 1);
            int end = at + 2;
            if (next == '{') {
                int close = Template.closingBrace(text, at + 1, text.length());
                braced(text.substring(at + 2, close), depth, uses);
                end = close + 1;
            } else if (next != '$') {
                end = Template.nameEnd(text, at + 1, text.length());
                if (end > at + 1) {
                    uses.add(new VariableUse(text.substring(at + 1, end), Form.PLAIN, ""));
                }
            }
            at = text.indexOf('$', end);
        }
    }

    private static void braced(String body, int depth, List<VariableUse> uses) throws BadTemplate {
        int end = Template.nameEnd(body, 0, body.length());
        String name = body.substring(0, end);
        String rest = body.substring(end);
        String operator = rest.startsWith(":") ? rest.substring(1) : rest;
        if (name.isEmpty() || operator.isEmpty()) {
            if (!name.isEmpty()) {
                uses.add(new VariableUse(name, Form.PLAIN, ""));
            }
            return;
        }
        String argument = operator.substring(1);
        Form form = switch (operator.charAt(0)) {
            case '-' -> Form.DEFAULT;
            case '+' -> Form.ALTERNATE;
            case '?' -> Form.REQUIRED;
            default -> Form.PLAIN;
        };
        uses.add(new VariableUse(name, form, argument));
        find(argument, depth + 1, uses);
    }
}

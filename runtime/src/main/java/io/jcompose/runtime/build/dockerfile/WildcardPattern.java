package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A pattern of the shell with {@code *} and {@code ?}, matched in time that no pattern can make long. */
final class WildcardPattern {
    private static final char ANY = 0;
    private static final char MANY = 1;

    private record Token(char kind, int literal) {}

    private final List<Token> tokens;

    private WildcardPattern(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws Malformed when a backslash stands before something that has no other meaning */
    static WildcardPattern parse(String text) throws Malformed {
        List<Token> tokens = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (point == '*') {
                tokens.add(new Token(MANY, 0));
            } else if (point == '?') {
                tokens.add(new Token(ANY, 0));
            } else if (point == '\\') {
                i++;
                if (i == points.length || "\\*?}/".indexOf(points[i]) < 0) {
                    throw new Malformed("the pattern '" + text + "' has a backslash before nothing that needs one");
                }
                tokens.add(new Token('l', points[i]));
            } else {
                tokens.add(new Token('l', point));
            }
        }
        return new WildcardPattern(tokens);
    }

    /**
     * Where a match that starts at {@code from} ends, or -1.
     *
     * @param longest the last such end, or the first
     */
    int end(int[] text, int from, boolean longest) {
        BitSet states = new BitSet();
        enter(states, 0);
        int found = states.get(tokens.size()) ? from : -1;
        for (int at = from; at < text.length && !states.isEmpty() && (longest || found < 0); at++) {
            states = step(states, text[at]);
            if (states.get(tokens.size())) {
                found = at + 1;
            }
        }
        return found;
    }

    private BitSet step(BitSet states, int point) {
        BitSet next = new BitSet();
        for (int state = states.nextSetBit(0);
                state >= 0 && state < tokens.size();
                state = states.nextSetBit(state + 1)) {
            Token token = tokens.get(state);
            if (token.kind() == MANY) {
                enter(next, state);
            } else if (token.kind() == ANY || token.literal() == point) {
                enter(next, state + 1);
            }
        }
        return next;
    }

    /** Behind a star one may be already. */
    private void enter(BitSet states, int state) {
        int at = state;
        states.set(at);
        while (at < tokens.size() && tokens.get(at).kind() == MANY) {
            at++;
            states.set(at);
        }
    }

    /** The same pattern for texts that are read from their end. */
    WildcardPattern reversed() {
        List<Token> turned = new ArrayList<>(tokens);
        java.util.Collections.reverse(turned);
        return new WildcardPattern(turned);
    }
}

package io.jcompose.runtime.build.context;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of paths as in Go's filepath.Match, and {@code **} for any number of directories (moby/patternmatcher).
 * Matching takes the time of pattern times path, whatever the pattern is.
 */
public final class PathPattern {
    private enum Kind {
        LITERAL,
        /** {@code ?}. */
        ONE,
        /** {@code *}. */
        MANY,
        /** {@code **}: slashes too. */
        ALL,
        /** Before a {@link #DIRECTORIES} that may be left out. */
        OPTIONAL,
        /** The directories of <code>**&#47;</code>. */
        DIRECTORIES,
        CLASS
    }

    private record Token(Kind kind, String text, boolean negated) {}

    private final List<Token> tokens = new ArrayList<>();

    /** @throws IllegalArgumentException when a class is not closed, or a backslash stands at the end */
    public PathPattern(String text) {
        int at = 0;
        while (at < text.length()) {
            at = token(text, at);
        }
    }

    /** Whether a path component has something in it that is no plain character. */
    public static boolean hasWildcards(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private int token(String text, int at) {
        char c = text.charAt(at);
        if (text.startsWith("**", at)) {
            int end = at + 2;
            if (end < text.length() && text.charAt(end) == '/') {
                end++;
            }
            if (end == text.length()) {
                add(Kind.ALL, "");
            } else {
                add(Kind.OPTIONAL, "");
                add(Kind.DIRECTORIES, "");
            }
            return end;
        }
        if (c == '*' || c == '?') {
            add(c == '*' ? Kind.MANY : Kind.ONE, "");
            return at + 1;
        }
        if (c == '[') {
            return characterClass(text, at);
        }
        if (c == '\\') {
            if (at + 1 == text.length()) {
                throw new IllegalArgumentException("the pattern '" + text + "' ends with a backslash");
            }
            add(Kind.LITERAL, text.substring(at + 1, at + 2));
            return at + 2;
        }
        add(Kind.LITERAL, String.valueOf(c));
        return at + 1;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, false));
    }

    private int characterClass(String text, int at) {
        boolean negated = at + 1 < text.length() && text.charAt(at + 1) == '^';
        int i = at + (negated ? 2 : 1);
        StringBuilder ranges = new StringBuilder();
        while (i < text.length() && (text.charAt(i) != ']' || ranges.isEmpty())) {
            i += text.charAt(i) == '\\' && i + 1 < text.length() ? 1 : 0;
            char low = text.charAt(i++);
            char high = low;
            if (i + 1 < text.length() && text.charAt(i) == '-' && text.charAt(i + 1) != ']') {
                high = text.charAt(i + 1);
                i += 2;
            }
            ranges.append(low).append(high);
        }
        if (i >= text.length()) {
            throw new IllegalArgumentException("the pattern '" + text + "' has a '[' that is not closed");
        }
        tokens.add(new Token(Kind.CLASS, ranges.toString(), negated));
        return i + 1;
    }

    public boolean matches(String path) {
        BitSet states = new BitSet();
        enter(states, 0);
        for (int i = 0; i < path.length() && !states.isEmpty(); i++) {
            states = step(states, path.charAt(i));
        }
        return states.get(tokens.size());
    }

    private BitSet step(BitSet states, char c) {
        BitSet next = new BitSet();
        for (int at = states.nextSetBit(0); at >= 0 && at < tokens.size(); at = states.nextSetBit(at + 1)) {
            Token token = tokens.get(at);
            switch (token.kind()) {
                case LITERAL -> advance(next, at, token.text().charAt(0) == c);
                case ONE -> advance(next, at, c != '/');
                case CLASS -> advance(next, at, c != '/' && inClass(token, c));
                case MANY -> stay(next, at, c != '/');
                case ALL -> stay(next, at, true);
                case DIRECTORIES -> {
                    next.set(at);
                    advance(next, at, c == '/');
                }
                case OPTIONAL -> {}
            }
        }
        return next;
    }

    private void advance(BitSet next, int at, boolean condition) {
        if (condition) {
            enter(next, at + 1);
        }
    }

    private void stay(BitSet next, int at, boolean condition) {
        if (condition) {
            enter(next, at);
        }
    }

    private static boolean inClass(Token token, char c) {
        for (int i = 0; i < token.text().length(); i += 2) {
            if (c >= token.text().charAt(i) && c <= token.text().charAt(i + 1)) {
                return !token.negated();
            }
        }
        return token.negated();
    }

    /** A token that matches nothing may be passed at once. */
    private void enter(BitSet states, int from) {
        int at = from;
        while (true) {
            if (states.get(at)) {
                return;
            }
            states.set(at);
            if (at == tokens.size()) {
                return;
            }
            Kind kind = tokens.get(at).kind();
            if (kind == Kind.OPTIONAL) {
                states.set(at + 1);
                at += 2;
            } else if (kind == Kind.MANY || kind == Kind.ALL) {
                at++;
            } else {
                return;
            }
        }
    }
}

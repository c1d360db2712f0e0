package io.jcompose.runtime.build.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit of a git repository, as {@code https://host/app.git#branch:directory} (BuildKit's remote contexts).
 *
 * @param url where it is
 * @param reference a branch, a tag or a commit; empty for the usual branch
 * @param directory in it; empty for all
 */
public record GitPlace(String url, String reference, String directory) {
    private static final Pattern REMOTE =
            Pattern.compile("(?i)((?:git@[\\w.-]+:|git://|ssh://)[^#]+|https?://[^#]+\\.git)(#.*)?");
    private static final Pattern SHORT = Pattern.compile("(github\\.com/[\\w.-]+/[^#]+)(#.*)?");
    private static final Pattern LOCAL = Pattern.compile("(file:///[^#]+)(#.*)?");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_][\\w./@+-]*");
    private static final Pattern SECRET = Pattern.compile("://[^/@]*@");

    /** What a Dockerfile may name; empty for what is no repository. */
    public static Optional<GitPlace> remote(String text) {
        return match(REMOTE, text, "");
    }

    /** What people may name as a context: also without a scheme at GitHub, and repositories of this host. */
    public static Optional<GitPlace> context(String text) {
        return remote(text).or(() -> match(SHORT, text, "https://")).or(() -> match(LOCAL, text, ""));
    }

    private static Optional<GitPlace> match(Pattern pattern, String text, String scheme) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches() || text.chars().anyMatch(c -> c <= ' ')) {
            return Optional.empty();
        }
        String fragment = matcher.group(2) == null ? "" : matcher.group(2).substring(1);
        int colon = fragment.indexOf(':');
        String reference = colon < 0 ? fragment : fragment.substring(0, colon);
        return Optional.of(
                new GitPlace(scheme + matcher.group(1), reference, colon < 0 ? "" : fragment.substring(colon + 1)));
    }

    /** What is wrong with it, for a sentence. */
    public Optional<String> fault() {
        boolean known = reference.isEmpty() || REFERENCE.matcher(reference).matches();
        if (!known || reference.contains("..")) {
            return Optional.of("'" + reference + "' is no branch, tag or commit");
        }
        return Optional.empty();
    }

    /** Whether {@link #reference} is a whole commit id. */
    public boolean isCommit() {
        return reference.matches("[0-9a-f]{40}");
    }

    /** For people: without a password. */
    public String shown() {
        return SECRET.matcher(url).replaceAll("://");
    }
}

package io.jcompose.spec.decode;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a typo meant. */
public final class Nearest {
    private static final int LONGEST = 64;
    private static final int MOST_WORDS = 2_000;

    private Nearest() {}

    /** The nearest of {@code words}, when it is near enough to be meant. */
    public static Optional<String> to(String typo, Collection<String> words) {
        if (typo.length() < 2 || typo.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, typo.length() / 3);
        return words.stream()
                .limit(MOST_WORDS)
                .filter(word -> Math.abs(word.length() - typo.length()) <= most)
                .filter(word -> distance(typo.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.<String>comparingInt(word -> distance(typo, word))
                        .thenComparing(word -> word));
    }

    /** {@code did you mean `restart`?} */
    public static Optional<String> hint(String typo, Collection<String> words) {
        return to(typo, words).map(word -> "did you mean `" + word + "`?");
    }

    /** Insertions, deletions, replacements, and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}

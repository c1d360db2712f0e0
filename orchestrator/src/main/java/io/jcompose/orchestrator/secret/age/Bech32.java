package io.jcompose.orchestrator.secret.age;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Bech32 (BIP 173) without its bound of 90 characters, as age writes its keys. */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM = 6;

    private Bech32() {}

    static String encode(String prefix, byte[] data) {
        byte[] words = regrouped(data, 8, 5, true);
        byte[] checked = new byte[words.length + CHECKSUM];
        System.arraycopy(words, 0, checked, 0, words.length);
        int sum = polymod(prefix, checked) ^ 1;
        StringBuilder text = new StringBuilder(prefix).append('1');
        for (int i = 0; i < CHECKSUM; i++) {
            checked[words.length + i] = (byte) ((sum >>> (5 * (CHECKSUM - 1 - i))) & 31);
        }
        for (byte word : checked) {
            text.append(ALPHABET.charAt(word));
        }
        return text.toString();
    }

    /** The bytes behind {@code prefix}, which is in lower case; the text may be in upper case, but not in both. */
    static byte[] decode(String prefix, String text) throws AgeException {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean oneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
        if (!oneCase || !lower.startsWith(prefix + "1") || lower.length() < prefix.length() + 1 + CHECKSUM) {
            throw new AgeException("this is no key that begins with " + prefix + "1");
        }
        byte[] words = new byte[lower.length() - prefix.length() - 1];
        for (int i = 0; i < words.length; i++) {
            words[i] = (byte) ALPHABET.indexOf(lower.charAt(prefix.length() + 1 + i));
            if (words[i] < 0) {
                throw new AgeException("a key that begins with " + prefix + "1 has a letter that cannot be there");
            }
        }
        if (polymod(prefix, words) != 1) {
            throw new AgeException("a key that begins with " + prefix + "1 is misspelt: its checksum is wrong");
        }
        return regrouped(java.util.Arrays.copyOf(words, words.length - CHECKSUM), 5, 8, false);
    }

    private static int polymod(String prefix, byte[] words) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) >> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) & 31);
        }
        for (byte word : words) {
            sum = step(sum, word);
        }
        return sum;
    }

    private static int step(int sum, int word) {
        int top = sum >>> 25;
        int next = ((sum & 0x1ffffff) << 5) ^ word;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= ((top >> i) & 1) == 0 ? 0 : GENERATOR[i];
        }
        return next;
    }

    private static byte[] regrouped(byte[] in, int from, int to, boolean padded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (byte value : in) {
            held = (held << from) | (value & ((1 << from) - 1));
            bits += from;
            while (bits >= to) {
                bits -= to;
                out.write((held >> bits) & ((1 << to) - 1));
            }
            held &= (1 << bits) - 1;
        }
        if (padded && bits > 0) {
            out.write((held << (to - bits)) & ((1 << to) - 1));
        }
        return out.toByteArray();
    }
}

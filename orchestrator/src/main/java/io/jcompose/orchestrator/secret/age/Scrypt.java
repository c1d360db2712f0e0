package io.jcompose.orchestrator.secret.age;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/** scrypt (RFC 7914) with r = 8 and p = 1, as age uses it; the JDK has none. It takes a KiB for each step. */
final class Scrypt {
    private static final int WORDS = 8 * 32;
    private static final int HASH = 32;

    private Scrypt() {}

    /** @param steps a power of two, N in the RFC */
    static byte[] key(byte[] passphrase, byte[] salt, int steps) {
        ByteBuffer block = ByteBuffer.wrap(pbkdf2(passphrase, salt, WORDS * 4)).order(ByteOrder.LITTLE_ENDIAN);
        int[] mixed = new int[WORDS];
        block.asIntBuffer().get(mixed);
        mix(mixed, steps);
        block.asIntBuffer().put(IntBuffer.wrap(mixed));
        return pbkdf2(passphrase, block.array(), HASH);
    }

    /** PBKDF2 with one iteration of HMAC-SHA-256, on bytes: the JDK's takes only texts. */
    private static byte[] pbkdf2(byte[] passphrase, byte[] salt, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i * HASH < length; i++) {
            byte[] number = ByteBuffer.allocate(4).putInt(i + 1).array();
            System.arraycopy(Ciphers.hmac(passphrase, salt, number), 0, out, i * HASH, HASH);
        }
        return out;
    }

    /** scryptROMix. */
    private static void mix(int[] block, int steps) {
        int[][] memory = new int[steps][];
        int[] scratch = new int[WORDS];
        for (int i = 0; i < steps; i++) {
            memory[i] = block.clone();
            blockMix(block, scratch);
        }
        for (int i = 0; i < steps; i++) {
            int[] other = memory[block[WORDS - 16] & (steps - 1)];
            for (int k = 0; k < WORDS; k++) {
                block[k] ^= other[k];
            }
            blockMix(block, scratch);
        }
    }

    /** scryptBlockMix: the even parts come first. */
    private static void blockMix(int[] block, int[] scratch) {
        int[] last = Arrays.copyOfRange(block, WORDS - 16, WORDS);
        for (int part = 0; part < 16; part++) {
            for (int k = 0; k < 16; k++) {
                last[k] ^= block[part * 16 + k];
            }
            salsa(last);
            System.arraycopy(last, 0, scratch, ((part / 2) + (part % 2) * 8) * 16, 16);
        }
        System.arraycopy(scratch, 0, block, 0, WORDS);
    }

    /** Salsa20/8. */
    private static void salsa(int[] in) {
        int[] x = in.clone();
        for (int round = 0; round < 4; round++) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        for (int i = 0; i < 16; i++) {
            in[i] += x[i];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }
}

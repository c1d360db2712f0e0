package io.jcompose.orchestrator.secret.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Somebody who may open a file. */
public sealed interface Recipient {
    /** The key of a file, wrapped for it. */
    Stanza wrapped(byte[] fileKey, SecureRandom random) throws AgeException;

    /** The owner of an X25519 key, {@code age1...}. */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    record Key(byte[] point) implements Recipient {
        static final byte[] INFO = "age-encryption.org/v1/X25519".getBytes(StandardCharsets.US_ASCII);
        private static final String PREFIX = "age";

        /** Reads {@code age1...}. */
        public static Key parse(String text) throws AgeException {
            byte[] point = Bech32.decode(PREFIX, text);
            if (point.length != Ciphers.KEY) {
                throw new AgeException("an age recipient has " + point.length + " bytes instead of " + Ciphers.KEY);
            }
            return new Key(point);
        }

        @Override
        public Stanza wrapped(byte[] fileKey, SecureRandom random) throws AgeException {
            byte[] ephemeral = new byte[Ciphers.KEY];
            random.nextBytes(ephemeral);
            byte[] share = Curve.publicOf(ephemeral);
            byte[] key = Ciphers.hkdf(Curve.shared(ephemeral, point), joined(share, point), INFO);
            return new Stanza(List.of("X25519", base64(share)), sealed(key, fileKey));
        }

        @Override
        public String toString() {
            return Bech32.encode(PREFIX, point);
        }
    }

    /**
     * Whoever knows a passphrase: what scrypt made of that, so that it need not travel itself.
     *
     * @param logSteps work of scrypt: its N is two to this power
     */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    record Passphrase(byte[] salt, int logSteps, byte[] key) implements Recipient {
        static final byte[] INFO = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
        static final int SALT = 16;
        /** As age itself: 256 MiB, and a second or so. */
        static final int WORK = 18;

        /** Takes a second and 256 MiB. */
        public static Passphrase of(String passphrase, SecureRandom random) {
            return of(passphrase, random, WORK);
        }

        static Passphrase of(String passphrase, SecureRandom random, int logSteps) {
            byte[] salt = new byte[SALT];
            random.nextBytes(salt);
            byte[] text = passphrase.getBytes(StandardCharsets.UTF_8);
            return new Passphrase(salt, logSteps, Scrypt.key(text, joined(INFO, salt), 1 << logSteps));
        }

        @Override
        public Stanza wrapped(byte[] fileKey, SecureRandom random) {
            return new Stanza(List.of("scrypt", base64(salt), Integer.toString(logSteps)), sealed(key, fileKey));
        }

        @Override
        public String toString() {
            return "a passphrase";
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sealed(byte[] key, byte[] fileKey) {
        try {
            return Ciphers.seal(key, new byte[12], fileKey, 0, fileKey.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
        }
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}

package io.jcompose.orchestrator.secret.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something that opens files: the other side of a {@link Recipient}. */
public sealed interface Identity {
    /** The key of the file when the stanza is for this identity; throws when it is, and cannot be right. */
    Optional<byte[]> unwrapped(Stanza stanza) throws AgeException;

    /** An X25519 key, {@code AGE-SECRET-KEY-1...}. */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    record Key(byte[] secret) implements Identity {
        private static final String PREFIX = "age-secret-key-";

        public static Key parse(String text) throws AgeException {
            byte[] secret = Bech32.decode(PREFIX, text);
            if (secret.length != Ciphers.KEY) {
                throw new AgeException("an age identity has " + secret.length + " bytes instead of " + Ciphers.KEY);
            }
            return new Key(secret);
        }

        static Key fresh(SecureRandom random) {
            byte[] secret = new byte[Ciphers.KEY];
            random.nextBytes(secret);
            return new Key(secret);
        }

        public Recipient.Key recipient() {
            return new Recipient.Key(Curve.publicOf(secret));
        }

        /** As it stands in a file; whoever has it opens everything. */
        String text() {
            return Bech32.encode(PREFIX, secret).toUpperCase(Locale.ROOT);
        }

        @Override
        public Optional<byte[]> unwrapped(Stanza stanza) throws AgeException {
            if (stanza.words().size() != 2 || !stanza.words().get(0).equals("X25519")) {
                return Optional.empty();
            }
            byte[] share = Identity.bytes(stanza.words().get(1), Ciphers.KEY);
            byte[] salt = Recipient.joined(share, recipient().point());
            return opened(Ciphers.hkdf(Curve.shared(secret, share), salt, Recipient.Key.INFO), stanza);
        }

        @Override
        public String toString() {
            return "an identity";
        }
    }

    /** A passphrase that somebody types. */
    record Passphrase(String text) implements Identity {
        /** More work than this nobody asks for who means well. */
        private static final int MOST_WORK = 20;

        @Override
        public Optional<byte[]> unwrapped(Stanza stanza) throws AgeException {
            if (stanza.words().size() != 3 || !stanza.words().get(0).equals("scrypt")) {
                return Optional.empty();
            }
            byte[] salt = Identity.bytes(stanza.words().get(1), Recipient.Passphrase.SALT);
            String work = stanza.words().get(2);
            if (!work.matches("[1-9][0-9]?") || Integer.parseInt(work) > MOST_WORK) {
                throw new AgeException("the file wants more work for its passphrase than 2^" + MOST_WORK);
            }
            byte[] all = Recipient.joined(Recipient.Passphrase.INFO, salt);
            byte[] key = Scrypt.key(text.getBytes(StandardCharsets.UTF_8), all, 1 << Integer.parseInt(work));
            return opened(key, stanza);
        }

        @Override
        public String toString() {
            return "a passphrase";
        }
    }

    /** The identities of a file as age-keygen writes it: one a line, `#` begins a comment. */
    static List<Identity> parse(String file) throws AgeException {
        List<Identity> identities = new ArrayList<>();
        for (String line : file.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                identities.add(Key.parse(line));
            }
        }
        if (identities.isEmpty()) {
            throw new AgeException("the file has no identity: a line AGE-SECRET-KEY-1...");
        }
        return identities;
    }

    private static Optional<byte[]> opened(byte[] key, Stanza stanza) {
        try {
            return Optional.of(Ciphers.open(key, new byte[12], stanza.body(), 0, stanza.body().length));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Base64 of so many bytes. */
    static byte[] bytes(String text, int length) throws AgeException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // Bits behind the last byte must be zero: else two texts would mean the same.
            if (bytes.length == length
                    && Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static AgeException malformed() {
        return new AgeException("the header of the age file is damaged");
    }
}

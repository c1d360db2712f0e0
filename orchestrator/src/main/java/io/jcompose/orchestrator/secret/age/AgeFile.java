package io.jcompose.orchestrator.secret.age;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A whole file in memory: a header with the wrapped key, and the content in chunks of 64 KiB. */
public final class AgeFile {
    private static final String VERSION = "age-encryption.org/v1";
    private static final int FILE_KEY = 16;
    private static final int NONCE = 16;
    private static final int CHUNK = 64 << 10;
    private static final int TAG = 16;
    private static final int LARGEST_HEADER = 1 << 20;
    private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
    private static final String ARMOR_END = "-----END AGE ENCRYPTED FILE-----";

    private AgeFile() {}

    /** Seals a content for everybody named. A passphrase is the only recipient, or none is. */
    public static byte[] seal(byte[] content, List<Recipient> recipients, SecureRandom random) throws AgeException {
        boolean passphrase = recipients.stream().anyMatch(Recipient.Passphrase.class::isInstance);
        if (recipients.isEmpty() || (passphrase && recipients.size() > 1)) {
            throw new AgeException("an age file is for recipients, or for one passphrase");
        }
        byte[] fileKey = new byte[FILE_KEY];
        random.nextBytes(fileKey);
        StringBuilder header = new StringBuilder(VERSION).append('\n');
        for (Recipient recipient : recipients) {
            header.append(recipient.wrapped(fileKey, random).text());
        }
        header.append("---");
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii(header.toString()));
        out.writeBytes(ascii(
                " " + Base64.getEncoder().withoutPadding().encodeToString(mac(fileKey, header.toString())) + "\n"));
        out.writeBytes(nonce);
        chunks(out, content, payloadKey(fileKey, nonce));
        return out.toByteArray();
    }

    private static void chunks(ByteArrayOutputStream out, byte[] content, byte[] key) {
        try {
            int at = 0;
            for (long number = 0; at == 0 || at < content.length; number++) {
                int length = Math.min(CHUNK, content.length - at);
                boolean last = at + length == content.length;
                out.writeBytes(Ciphers.seal(key, nonce(number, last), content, at, length));
                at += length;
                if (last) {
                    return;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
        }
    }

    /** Opens a file, armored or not, with the first identity that fits. */
    public static byte[] open(byte[] file, List<Identity> identities) throws AgeException {
        byte[] binary = unarmored(file);
        List<Stanza> stanzas = new ArrayList<>();
        Header header = new Header(binary);
        header.expect(VERSION);
        String line = header.line();
        while (line.startsWith("-> ")) {
            stanzas.add(new Stanza(List.of(line.substring(3).split(" ", -1)), header.body()));
            line = header.line();
        }
        byte[] fileKey = fileKey(stanzas, identities);
        if (!line.startsWith("--- ")
                || !MessageDigest.isEqual(
                        Identity.bytes(line.substring(4), Ciphers.KEY), mac(fileKey, header.upTo(line)))) {
            throw new AgeException("the header of the age file was changed by somebody");
        }
        return content(binary, header.at, fileKey);
    }

    private static byte[] fileKey(List<Stanza> stanzas, List<Identity> identities) throws AgeException {
        for (Identity identity : identities) {
            for (Stanza stanza : stanzas) {
                Optional<byte[]> key = identity.unwrapped(stanza);
                if (key.isPresent() && key.get().length == FILE_KEY) {
                    return key.get();
                }
            }
        }
        boolean passphrase =
                stanzas.stream().anyMatch(stanza -> stanza.words().get(0).equals("scrypt"));
        throw new AgeException(
                passphrase ? "the passphrase is wrong, or missing" : "the file is for none of the identities");
    }

    private static byte[] content(byte[] file, int start, byte[] fileKey) throws AgeException {
        if (file.length < start + NONCE + TAG) {
            throw new AgeException("the age file is cut short");
        }
        byte[] key = payloadKey(fileKey, Arrays.copyOfRange(file, start, start + NONCE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = start + NONCE;
        for (long number = 0; at < file.length; number++) {
            int length = Math.min(CHUNK + TAG, file.length - at);
            boolean last = at + length == file.length;
            try {
                out.writeBytes(Ciphers.open(key, nonce(number, last), file, at, length));
            } catch (GeneralSecurityException e) {
                throw new AgeException("the age file was cut short, or changed by somebody");
            }
            at += length;
        }
        return out.toByteArray();
    }

    private static byte[] unarmored(byte[] file) throws AgeException {
        String start = new String(file, 0, Math.min(file.length, ARMOR.length()), StandardCharsets.US_ASCII);
        if (!start.equals(ARMOR)) {
            return file;
        }
        String text = new String(file, StandardCharsets.US_ASCII).strip();
        if (!text.endsWith(ARMOR_END)) {
            throw new AgeException("the age file is cut short");
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(ARMOR.length(), text.length() - ARMOR_END.length()));
        } catch (IllegalArgumentException e) {
            throw new AgeException("the armor of the age file is damaged");
        }
    }

    private static byte[] mac(byte[] fileKey, String header) {
        return Ciphers.hmac(Ciphers.hkdf(fileKey, new byte[0], ascii("header")), ascii(header));
    }

    private static byte[] payloadKey(byte[] fileKey, byte[] nonce) {
        return Ciphers.hkdf(fileKey, nonce, ascii("payload"));
    }

    /** Eleven bytes that count the chunks, and one that marks the last. */
    private static byte[] nonce(long number, boolean last) {
        return ByteBuffer.allocate(12)
                .putInt(0)
                .putLong((number << 8) | (last ? 1 : 0))
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the lines of a header. */
    private static final class Header {
        private static final int COLUMNS = 64;

        private final byte[] file;
        private int at;
        private int lineStart;

        Header(byte[] file) {
            this.file = file;
        }

        void expect(String first) throws AgeException {
            if (!line().equals(first)) {
                throw new AgeException("this is no age file: it does not begin with " + first);
            }
        }

        String line() throws AgeException {
            lineStart = at;
            int end = at;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            if (end >= file.length || end > LARGEST_HEADER) {
                throw new AgeException(at == 0 ? "this is no age file" : "the header of the age file is cut short");
            }
            at = end + 1;
            return new String(file, lineStart, end - lineStart, StandardCharsets.US_ASCII);
        }

        /** Everything before the last line, and its {@code ---}. */
        String upTo(String last) {
            return new String(file, 0, lineStart, StandardCharsets.US_ASCII) + last.substring(0, 3);
        }

        byte[] body() throws AgeException {
            StringBuilder text = new StringBuilder();
            String line = line();
            while (line.length() == COLUMNS) {
                text.append(line);
                line = line();
            }
            try {
                return Base64.getDecoder().decode(text.append(line).toString());
            } catch (IllegalArgumentException e) {
                throw new AgeException("the header of the age file is damaged");
            }
        }
    }
}

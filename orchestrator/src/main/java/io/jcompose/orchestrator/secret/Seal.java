package io.jcompose.orchestrator.secret;

import io.jcompose.orchestrator.secret.SecretException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with one key: {@code "JCS1"}, 8 bytes that tell the key, 12 of nonce, the ciphertext with
 * its tag of 16. The name of what is sealed is authenticated with it, so that one file cannot stand for another.
 */
final class Seal {
    static final int KEY_BYTES = 32;

    private static final byte[] MAGIC = "JCS1".getBytes(StandardCharsets.US_ASCII);
    private static final int MARK_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 4 + MARK_BYTES + NONCE_BYTES;

    private final SecretKey key;
    private final byte[] mark;
    private final SecureRandom random;

    Seal(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.mark = mark(key);
        this.random = random;
    }

    /** Tells keys apart without telling anything of them. */
    private static byte[] mark(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal("jcompose mark".getBytes(StandardCharsets.US_ASCII)), MARK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    byte[] seal(String name, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(content);
            return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
                    .put(MAGIC)
                    .put(mark)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /** Throws a sentence for what was cut, changed, renamed, or sealed with another key. */
    byte[] open(String name, byte[] file) throws SecretException {
        if (file.length < HEAD_BYTES + TAG_BYTES) {
            throw new SecretException(Kind.DAMAGED, "the sealed file of " + name + " is cut short");
        }
        if (!Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new SecretException(Kind.DAMAGED, "the sealed file of " + name + " is no sealed file");
        }
        if (!Arrays.equals(file, MAGIC.length, MAGIC.length + MARK_BYTES, mark, 0, MARK_BYTES)) {
            throw new SecretException(
                    Kind.DAMAGED, "the sealed file of " + name + " was sealed with another key than this daemon's");
        }
        byte[] nonce = Arrays.copyOfRange(file, HEAD_BYTES - NONCE_BYTES, HEAD_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(file, HEAD_BYTES, file.length - HEAD_BYTES);
        } catch (AEADBadTagException e) {
            throw new SecretException(Kind.DAMAGED, "the sealed file of " + name + " was changed by somebody");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

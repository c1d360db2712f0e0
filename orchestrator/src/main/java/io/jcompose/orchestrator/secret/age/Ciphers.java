package io.jcompose.orchestrator.secret.age;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's ChaCha20-Poly1305 (RFC 8439) and HMAC-SHA-256, and HKDF (RFC 5869) by that. */
final class Ciphers {
    static final int KEY = 32;

    private Ciphers() {}

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC fills a key up with zeros: an empty one, which the JDK refuses, is the same as one zero.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** A key of 32 bytes: one block of HKDF. */
    static byte[] hkdf(byte[] material, byte[] salt, byte[] info) {
        return hmac(hmac(salt, material), info, new byte[] {1});
    }

    static byte[] seal(byte[] key, byte[] nonce, byte[] plain, int offset, int length) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain, offset, length);
    }

    /** Throws AEADBadTagException for another key or a changed text. */
    static byte[] open(byte[] key, byte[] nonce, byte[] sealed, int offset, int length)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, offset, length);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher;
    }
}

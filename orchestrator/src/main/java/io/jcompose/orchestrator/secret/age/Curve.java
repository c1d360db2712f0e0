package io.jcompose.orchestrator.secret.age;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** X25519 (RFC 7748) on raw keys of 32 bytes, by the JDK. */
final class Curve {
    private static final byte[] BASE = basePoint();

    private Curve() {}

    private static byte[] basePoint() {
        byte[] base = new byte[Ciphers.KEY];
        base[0] = 9;
        return base;
    }

    static byte[] publicOf(byte[] secret) {
        try {
            return shared(secret, BASE);
        } catch (AgeException e) {
            throw new IllegalStateException("the base point is a good one", e);
        }
    }

    static byte[] shared(byte[] secret, byte[] point) throws AgeException {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(point))), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new AgeException("an X25519 key is no good one");
        }
    }

    /** Little-endian; the top bit does not count. */
    private static BigInteger coordinate(byte[] point) {
        byte[] reversed = new byte[point.length];
        for (int i = 0; i < point.length; i++) {
            reversed[i] = point[point.length - 1 - i];
        }
        reversed[0] &= 0x7f;
        return new BigInteger(1, reversed);
    }
}

package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.NativeSha256;
import java.security.MessageDigest;

/** For content that is too much for the JDK's SHA-256 in a small JVM. */
public final class Hashing {
    private Hashing() {}

    public static MessageDigest sha256() {
        return NativeSha256.fastest();
    }
}

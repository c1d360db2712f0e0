package io.jcompose.runtime.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who we are to a registry that asks for certificates: {@code NAME.cert} and, beside it, {@code NAME.key}, as PEM. */
final class ClientKeys {
    private static final long LARGEST = 1 << 20;
    private static final String CERTIFICATE = ".cert";
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END");
    /** INTEGER 0, and the algorithm rsaEncryption without parameters (RFC 5208, RFC 8017 A.1). */
    private static final byte[] RSA = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

    /** id-ecPublicKey (RFC 5480). */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private static final byte INTEGER = 2;
    private static final byte OCTETS = 4;
    private static final byte SEQUENCE = 0x30;
    private static final byte PARAMETERS = (byte) 0xa0;

    private ClientKeys() {}

    static Path keyOf(Path certificate) {
        String name = certificate.getFileName().toString();
        return certificate.resolveSibling(name.substring(0, name.length() - CERTIFICATE.length()) + ".key");
    }

    /** Null when there is none. */
    static KeyManager @Nullable [] managers(List<Path> certificates) throws IOException, GeneralSecurityException {
        if (certificates.isEmpty()) {
            return null;
        }
        char[] password = "in memory only".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Path certificate : certificates) {
            Path key = keyOf(certificate);
            if (!Files.isRegularFile(key)) {
                throw new IOException(certificate + " lacks its key " + key);
            }
            store.setKeyEntry(certificate.toString(), key(key), password, chain(certificate));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        bounded(file);
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        bounded(file);
        Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + " has no private key in PEM");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has a private key that is not in base64", e);
        }
        return switch (pem.group(1)) {
            case "PRIVATE KEY" -> key(file, bytes);
            case "RSA PRIVATE KEY" -> key(file, pkcs8(RSA, bytes));
            case "EC PRIVATE KEY" -> key(file, pkcs8(algorithmOfCurve(file, bytes), bytes));
            default ->
                throw new IOException(file + " has a key in a form that is not read (" + pem.group(1)
                        + "): openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName() + " makes it one that is");
        };
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws IOException, GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                if (algorithm.equals("EdDSA")) {
                    throw new IOException(file + " has a private key that Java cannot read", e);
                }
            }
        }
        throw new IOException(file + " has no private key");
    }

    /** Which curve it is says the key itself (RFC 5915): parameters [0] behind version and number. */
    private static byte[] algorithmOfCurve(Path file, byte[] sec1) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(sec1);
            enter(in, SEQUENCE);
            skip(in, INTEGER);
            skip(in, OCTETS);
            byte[] curve = new byte[enter(in, PARAMETERS)];
            in.get(curve);
            ByteArrayOutputStream algorithm = new ByteArrayOutputStream();
            algorithm.writeBytes(new byte[] {INTEGER, 1, 0, SEQUENCE, (byte) (EC.length + curve.length)});
            algorithm.writeBytes(EC);
            algorithm.writeBytes(curve);
            return algorithm.toByteArray();
        } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new IOException(
                    file + " has a key that does not name its curve: openssl pkcs8 -topk8 -nocrypt -in "
                            + file.getFileName() + " makes it one that does",
                    e);
        }
    }

    private static void skip(ByteBuffer in, byte tag) {
        int size = enter(in, tag);
        in.position(in.position() + size);
    }

    /** Steps into an element of DER: how long it is. Lengths of keys have at most two bytes. */
    private static int enter(ByteBuffer in, byte tag) {
        if (in.get() != tag) {
            throw new IllegalArgumentException("not the element " + tag);
        }
        int length = Byte.toUnsignedInt(in.get());
        int size = switch (length) {
            case 0x81 -> Byte.toUnsignedInt(in.get());
            case 0x82 -> Short.toUnsignedInt(in.getShort());
            default -> length;
        };
        if (size > in.remaining()) {
            throw new IllegalArgumentException("longer than the key");
        }
        return size;
    }

    /** A key in the cover of PKCS #8. */
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(algorithm);
        inner.write(4);
        length(inner, key.length);
        inner.writeBytes(key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x30);
        length(out, inner.size());
        out.writeBytes(inner.toByteArray());
        return out.toByteArray();
    }

    /** Of DER: keys are shorter than 64 KiB, or no keys. */
    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        if (length < 0x100) {
            out.write(0x81);
            out.write(length);
            return;
        }
        out.write(0x82);
        out.write(length >> 8);
        out.write(length);
    }

    private static void bounded(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " has more than " + LARGEST + " bytes");
        }
    }
}

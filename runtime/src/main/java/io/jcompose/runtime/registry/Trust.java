package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates are believed: Java's, and for one registry also those that lie in a directory of its name, as Docker
 * has it: {@code certs.d/HOST[:PORT]/*.crt}. There, too, lie the certificates that we show ({@link ClientKeys}).
 */
final class Trust {
    private static final int MOST_FILES = 100;
    private static final long LARGEST = 1 << 20;

    private final List<Path> directories;

    /** @param directories that have a directory for each registry; they need not exist */
    Trust(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** Where a certificate for this registry is looked for. */
    String place(String authority) {
        return directories.get(directories.size() - 1).resolve(authority) + "/ca.crt";
    }

    /** Names the certificates of a registry as they are now; empty when there is nothing beside what Java believes. */
    String key(String authority) throws ContainerException {
        StringBuilder key = new StringBuilder();
        try {
            List<Path> all = new ArrayList<>(files(authority, ".crt"));
            for (Path certificate : files(authority, ".cert")) {
                all.add(certificate);
                if (Files.exists(ClientKeys.keyOf(certificate))) {
                    all.add(ClientKeys.keyOf(certificate));
                }
            }
            for (Path file : all) {
                key.append(file)
                        .append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            }
        } catch (IOException e) {
            throw new ContainerException("cannot read the certificates for " + authority + ": " + e.getMessage(), e);
        }
        return key.toString();
    }

    private List<Path> files(String authority, String end) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            files.addAll(certificates(directory.resolve(authority), end));
        }
        return files;
    }

    /** What Java believes, and the certificates of this registry. */
    SSLContext context(String authority) throws ContainerException {
        try {
            return context(files(authority, ".crt"), files(authority, ".cert"));
        } catch (IOException | GeneralSecurityException e) {
            throw new ContainerException(
                    "cannot use the certificates for " + authority + ", as " + place(authority) + ": " + e.getMessage(),
                    e);
        }
    }

    private static List<Path> certificates(Path directory, String end) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.toString().endsWith(end) && Files.isRegularFile(file))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
    }

    private static SSLContext context(List<Path> files, List<Path> shown) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int number = 0;
        for (X509TrustManager known : managers(null)) {
            for (Certificate certificate : known.getAcceptedIssuers()) {
                anchors.setCertificateEntry("java-" + number++, certificate);
            }
        }
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Path file : files) {
            if (Files.size(file) > LARGEST) {
                throw new IOException(file + " has more than " + LARGEST + " bytes");
            }
            try (InputStream in = Files.newInputStream(file)) {
                for (Certificate certificate : factory.generateCertificates(in)) {
                    anchors.setCertificateEntry("own-" + number++, certificate);
                }
            }
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ClientKeys.managers(shown), managers(anchors).toArray(TrustManager[]::new), null);
        return context;
    }

    private static List<X509TrustManager> managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .toList();
    }
}

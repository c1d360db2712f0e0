package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as openssl writes them. */
final class ClientKeysTest {
    @TempDir
    private Path directory;

    private void openssl(String... words) throws Exception {
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor())
                .as(new String(said, java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void keysOfCurvesAreReadInTheirOldForm() throws Exception {
        for (String curve : List.of("prime256v1", "secp521r1")) {
            openssl("openssl", "ecparam", "-name", curve, "-genkey", "-out", "client.key");
            openssl("openssl", "req", "-x509", "-key", "client.key", "-subj", "/CN=me", "-out", "client.cert");
            assertThat(Files.readString(directory.resolve("client.key"))).contains("BEGIN EC PRIVATE KEY");
            assertThat(ClientKeys.managers(List.of(directory.resolve("client.cert"))))
                    .hasSize(1);
        }
    }

    @Test
    void whatIsNoneHasASentence() throws Exception {
        openssl("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", "client.key");
        openssl("openssl", "req", "-x509", "-key", "client.key", "-subj", "/CN=me", "-out", "client.cert");
        for (String body : List.of("AAAA", "MIIB", "MAYCAQEEAQA=")) {
            Files.writeString(
                    directory.resolve("client.key"),
                    "-----BEGIN EC PRIVATE KEY-----\n" + body + "\n-----END EC PRIVATE KEY-----\n");
            assertThatThrownBy(() -> ClientKeys.managers(List.of(directory.resolve("client.cert"))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("openssl pkcs8 -topk8");
        }
    }
}

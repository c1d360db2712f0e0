package io.jcompose.orchestrator.secret.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgeFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final byte[] TEXT = "a secret\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 7914, section 12, has r = 8 in its second vector with p = 16; this one is of p = 1. */
    @Test
    void scryptGivesTheVectorOfItsRfc() {
        byte[] key = Scrypt.key(bytes("pleaseletmein"), bytes("SodiumChloride"), 16384);
        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
    }

    @Test
    void keysAreWrittenAsAgeDoes() throws Exception {
        String identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        Identity.Key key = Identity.Key.parse(identity);
        assertThat(key.secret()).containsOnly(0x42);
        assertThat(key.text()).isEqualTo(identity);
        assertThat(key.recipient()).hasToString(RECIPIENT);
        assertThat(Recipient.Key.parse(key.recipient().toString()).point())
                .isEqualTo(key.recipient().point());
        assertThat(key).hasToString("an identity");
    }

    @Test
    void whatIsSealedForSeveralEachOpens() throws Exception {
        Identity.Key one = Identity.Key.fresh(RANDOM);
        Identity.Key two = Identity.Key.fresh(RANDOM);
        Identity.Key stranger = Identity.Key.fresh(RANDOM);
        for (int length : new int[] {0, 1, 65535, 65536, 65537, 200_000}) {
            byte[] content = new byte[length];
            RANDOM.nextBytes(content);
            byte[] file = AgeFile.seal(content, List.of(one.recipient(), two.recipient()), RANDOM);
            assertThat(AgeFile.open(file, List.of(one))).isEqualTo(content);
            assertThat(AgeFile.open(file, List.of(stranger, two))).isEqualTo(content);
            assertThatThrownBy(() -> AgeFile.open(file, List.of(stranger))).hasMessageContaining("for none");
        }
    }

    @Test
    void aPassphraseOpensWhatItSealed() throws Exception {
        byte[] file = AgeFile.seal(TEXT, List.of(Recipient.Passphrase.of("open sesame", RANDOM, 10)), RANDOM);
        assertThat(AgeFile.open(file, List.of(new Identity.Passphrase("open sesame"))))
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> AgeFile.open(file, List.of(new Identity.Passphrase("open"))))
                .hasMessage("the passphrase is wrong, or missing");
    }

    @Test
    void everyChangedOrMissingByteIsTold() throws Exception {
        Identity.Key key = Identity.Key.fresh(RANDOM);
        byte[] file = AgeFile.seal(TEXT, List.of(key.recipient()), RANDOM);
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= 1;
            byte[] cut = Arrays.copyOf(file, i);
            assertThatThrownBy(() -> AgeFile.open(changed, List.of(key))).isInstanceOf(AgeException.class);
            assertThatThrownBy(() -> AgeFile.open(cut, List.of(key))).isInstanceOf(AgeException.class);
        }
    }

    @Test
    void mistakesAreSentences() {
        assertThatThrownBy(() -> Recipient.Key.parse(RECIPIENT.replace('z', 'y')))
                .hasMessageContaining("misspelt");
        assertThatThrownBy(() -> Recipient.Key.parse("ssh-rsa AAAA")).hasMessageContaining("begins with age1");
        assertThatThrownBy(() -> Identity.parse("# nothing\n")).hasMessageContaining("no identity");
        assertThatThrownBy(() -> AgeFile.open(bytes("hello\n"), List.of())).hasMessageContaining("no age file");
        assertThatThrownBy(() -> AgeFile.seal(TEXT, List.of(), RANDOM)).hasMessageContaining("for recipients");
    }

    @Test
    void theAgeProgramOpensOursAndWeOpenIts() throws Exception {
        Identity.Key key = Identity.Key.fresh(RANDOM);
        Path identity = Files.writeString(directory.resolve("key.txt"), "# a key\n" + key.text() + "\n");
        Path ours = Files.write(directory.resolve("ours.age"), AgeFile.seal(TEXT, List.of(key.recipient()), RANDOM));
        assertThat(run("age", "-d", "-i", identity.toString(), ours.toString())).isEqualTo(TEXT);
        Path plain = Files.write(directory.resolve("plain"), TEXT);
        List<Identity> identities = Identity.parse(Files.readString(identity));
        assertThat(AgeFile.open(run("age", "-r", key.recipient().toString(), plain.toString()), identities))
                .isEqualTo(TEXT);
        byte[] armored = run("age", "-a", "-r", key.recipient().toString(), plain.toString());
        assertThat(AgeFile.open(armored, identities)).isEqualTo(TEXT);
    }

    private static byte[] run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}

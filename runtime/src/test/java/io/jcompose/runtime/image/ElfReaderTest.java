package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfReaderTest {
    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void readsBothWidthsAndBothByteOrders(boolean wide, boolean littleEndian) throws Exception {
        byte[] file = ElfBytes.of(wide, littleEndian)
                .machine(183)
                .interpreter("/lib/ld.so")
                .needs("liba.so.1", "libc.so.6")
                .rpath("/opt/a:$ORIGIN")
                .runpath("$ORIGIN/../lib")
                .bytes();

        Elf elf = ElfReader.read(ElfSource.of(file)).orElseThrow();

        assertThat(elf.abi()).isEqualTo(new Elf.Abi(wide, littleEndian, 183));
        assertThat(elf.interpreter()).isEqualTo("/lib/ld.so");
        assertThat(elf.needed()).containsExactly("liba.so.1", "libc.so.6");
        assertThat(elf.rpath()).containsExactly("/opt/a", "$ORIGIN");
        assertThat(elf.runpath()).containsExactly("$ORIGIN/../lib");
    }

    @Test
    void readsAProgramOfThisHost() throws Exception {
        Path shell = Path.of("/bin/sh").toRealPath();
        try (FileChannel channel = FileChannel.open(shell)) {
            Elf elf = ElfReader.read(ElfSource.of(channel)).orElseThrow();

            assertThat(Path.of(String.valueOf(elf.interpreter()))).exists();
            assertThat(elf.needed()).isNotEmpty();
        }
    }

    @Test
    void whatIsNotElfIsNoError() throws Exception {
        assertThat(ElfReader.read(ElfSource.of(new byte[0]))).isEmpty();
        assertThat(ElfReader.read(ElfSource.of("#!/bin/sh\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void everyFileThatEndsTooEarlyIsBrokenOrReadAsFarAsItMatters() throws Exception {
        byte[] whole =
                ElfBytes.wide().interpreter("/lib/ld.so").needs("liba.so").bytes();

        for (int length = 4; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ElfReader.read(ElfSource.of(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(Elf.Broken.class);
        }
    }

    @Test
    void aNameOutsideTheStringTableIsRefused() {
        assertBroken(ElfBytes.wide().entry(1, 1 << 20));
        assertBroken(ElfBytes.wide().entry(1, -1));
        assertBroken(ElfBytes.wide().entry(1, Long.MIN_VALUE));
    }

    @Test
    void aStringTableAtNoAddressIsRefused() {
        assertBroken(ElfBytes.wide().needs("liba.so").entry(5, 0xffff_ffff_ffffL));
        assertBroken(ElfBytes.wide().needs("liba.so").entry(5, -8));
    }

    @Test
    void tooManyNamesAreRefused() {
        ElfBytes file = ElfBytes.wide();
        for (int i = 0; i < 2000; i++) {
            file.needs("l" + i);
        }
        assertBroken(file);
    }

    private static void assertBroken(ElfBytes file) {
        assertThatThrownBy(() -> ElfReader.read(ElfSource.of(file.bytes()))).isInstanceOf(Elf.Broken.class);
    }

    @Test
    void survivesEveryKindOfDamage() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = ElfBytes.wide()
                .interpreter("/lib/ld.so")
                .needs("a", "b")
                .rpath("/x")
                .bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = random.nextInt(6); j >= 0; j--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            try {
                Optional<Elf> elf = ElfReader.read(ElfSource.of(damaged));
                assertThat(elf).as("seed %d, case %d", seed, i).isPresent();
            } catch (Elf.Broken e) {
                assertThat(e.getMessage()).as("seed %d, case %d", seed, i).isNotBlank();
            }
        }
    }

    @Test
    void asksAFileForNoMoreThanItHas() throws Exception {
        Path file = Files.createTempFile("elf", "");
        try (FileChannel channel = FileChannel.open(Files.write(file, new byte[] {1, 2, 3}))) {
            assertThat(ElfSource.of(channel).read(1, 100).remaining()).isEqualTo(2);
        } finally {
            Files.delete(file);
        }
    }
}

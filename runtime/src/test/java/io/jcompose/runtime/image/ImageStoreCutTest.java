package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The store is left at each step by which it changes the disk, as by a killed daemon, and opened again. */
class ImageStoreCutTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private static final int MOST_STEPS = 200;

    /** Not caught by anybody, so that nothing is tidied up. */
    private static final class Cut extends Error {
        private Cut(String where) {
            super(where);
        }
    }

    /** Ends the work at the n-th step. */
    private static final class Scissors implements DiskWitness {
        private int left;

        Scissors(int steps) {
            left = steps;
        }

        @Override
        public void writing(Path file) {
            step("before " + file);
        }

        @Override
        public void written(Path file) {
            step("after " + file);
        }

        private void step(String where) {
            if (--left == 0) {
                throw new Cut(where);
            }
        }
    }

    private interface Work {
        void on(ImageStore store) throws ContainerException;
    }

    private static ImageStore open(Path machine, DiskWitness witness) throws ContainerException {
        var host = new Host(machine.resolve("host"), Path.of("/opt/java"));
        return ImageStore.open(machine.resolve("images"), new Disk(witness), host);
    }

    private static void make(ImageStore store, String name, String path) throws ContainerException {
        store.fromHost(name, List.of(Path.of(path)), line -> {});
    }

    private static void prepare(Path machine) throws IOException, ContainerException {
        FakeHost.in(machine.resolve("host"))
                .script("/bin/sh", "the shell")
                .script("/opt/app/run", "app")
                .script("/usr/bin/cat", "the cat");
        dateAlike(machine);
        make(open(machine, DiskWitness.NONE), "app", "/opt/app/run");
    }

    /** Times of files are part of a layer: two machines are to have the same images. */
    private static void dateAlike(Path machine) throws IOException {
        try (Stream<Path> files = Files.walk(machine)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant()));
            }
        }
    }

    @Test
    void anImageThatIsBeingMadeIsThereWholeOrNotAtAll() throws Exception {
        assertThat(cutAtEachStep(store -> make(store, "cat", "/usr/bin/cat"))).isGreaterThan(10);
    }

    @Test
    void aNameThatIsBeingGivenToAnotherImageLeadsToOneOfThem() throws Exception {
        assertThat(cutAtEachStep(store -> make(store, "app", "/usr/bin/cat"))).isGreaterThan(10);
    }

    @Test
    void anImageThatIsBeingRemovedIsThereWholeOrNotAtAll() throws Exception {
        assertThat(cutAtEachStep(store -> store.remove("app", Set.of()))).isGreaterThan(10);
    }

    @Test
    void anImageThatIsBeingAddedIsThereWholeOrNotAtAll() throws Exception {
        FakeSource source = FakeSource.gzipped(
                new Tars().folder("d/").file("d/f", "content").bytes(),
                new Tars().file("g", "x").bytes());

        assertThat(cutAtEachStep(store -> add(store, source))).isGreaterThan(10);
    }

    @Test
    void anImageThatIsBeingComposedIsThereWholeOrNotAtAll() throws Exception {
        assertThat(cutAtEachStep(ImageStoreCutTest::compose)).isGreaterThan(5);
    }

    @Test
    void anImageWhoseSourceDiesAtAnyByteLeavesNothing() throws Exception {
        FakeSource whole = FakeSource.gzipped(
                new Tars().folder("d/").file("d/f", "content").bytes());
        try (Scratch machine = Scratch.create()) {
            prepare(machine.path());
            List<String> before = content(machine.path());
            int longest = whole.blobs.values().stream()
                    .mapToInt(bytes -> bytes.length)
                    .max()
                    .orElseThrow();
            for (int at = 0; at <= longest; at += 3) {
                ImageStore store = open(machine.path(), DiskWitness.NONE);
                assertDies(store, dyingAt(whole, at));
                open(machine.path(), DiskWitness.NONE);
                assertThat(content(machine.path())).as("cut at byte " + at).isEqualTo(before);
            }
        }
    }

    private static void assertDies(ImageStore store, FakeSource source) throws ContainerException {
        try {
            add(store, source);
        } catch (Cut e) {
            return;
        }
        throw new AssertionError("the source did not die");
    }

    private static FakeSource dyingAt(FakeSource whole, int at) {
        return new FakeSource(whole) {
            @Override
            public InputStream open(Descriptor blob, long offset) throws IOException {
                InputStream in = super.open(blob, offset);
                return new FilterInputStream(in) {
                    private int read;

                    @Override
                    public int read() throws IOException {
                        if (read++ == at) {
                            throw new Cut("byte " + at);
                        }
                        return super.read();
                    }

                    @Override
                    public int read(byte[] buffer, int from, int length) throws IOException {
                        int b = read();
                        if (b < 0) {
                            throw new Cut("the end");
                        }
                        buffer[from] = (byte) b;
                        return 1;
                    }
                };
            }
        };
    }

    private static void add(ImageStore store, FakeSource source) throws ContainerException {
        store.add(source, List.of(ImageReference.parse("added")), AddProgress.SILENT);
    }

    private static void compose(ImageStore store) throws ContainerException {
        Path work = store.newWork();
        try {
            Files.writeString(work.resolve("f"), "x");
            Files.setLastModifiedTime(work.resolve("f"), FileTime.from(CLOCK.instant()));
        } catch (IOException e) {
            throw new ContainerException("not written", e);
        }
        NewImage image = new NewImage("{\"created\":\"2026-11-22T10:00:00Z\"}", List.of(), List.of(work));
        store.compose(image, List.of(ImageReference.parse("composed")));
    }

    private static int cutAtEachStep(Work work) throws Exception {
        for (int step = 1; step < MOST_STEPS; step++) {
            try (Scratch machine = Scratch.create()) {
                prepare(machine.path());
                List<String> before = content(machine.path());
                String where = cut(machine.path(), work, step);
                if (where.isEmpty()) {
                    return step - 1;
                }
                open(machine.path(), DiskWitness.NONE);
                List<String> found = content(machine.path());
                assertThat(found).as(where).isIn(before, contentAfter(work));
            }
        }
        throw new AssertionError("the work takes more than " + MOST_STEPS + " steps");
    }

    private static List<String> contentAfter(Work work) throws Exception {
        try (Scratch machine = Scratch.create()) {
            prepare(machine.path());
            work.on(open(machine.path(), DiskWitness.NONE));
            return content(machine.path());
        }
    }

    /** Where the work was cut; empty when it came to its end. */
    private static String cut(Path machine, Work work, int step) throws ContainerException {
        ImageStore store = open(machine, new Scissors(step));
        try {
            work.on(store);
            return "";
        } catch (Cut e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** All files of the store, and what the index says. */
    private static List<String> content(Path machine) throws IOException {
        Path images = machine.resolve("images");
        try (Stream<Path> files = Files.walk(images)) {
            List<String> lines =
                    new ArrayList<>(files.map(file -> images.relativize(file).toString())
                            .sorted()
                            .toList());
            lines.add(Files.readString(images.resolve("index.json")));
            return lines;
        }
    }
}

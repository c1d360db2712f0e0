package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Prints how fast containers start and what a keeper weighs. A program to run by hand, not a test. */
public final class LaunchBenchmark {
    private static final int ROUNDS = 30;

    private LaunchBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (Host host = new Host()) {
            firstByte(host);
            startsPerSecond(host);
            keeperMemory(host);
            logs(
                    host,
                    "in blocks",
                    "seq -f 'a line of a hundred characters that says nothing at all but what number it has got, and that is %09.0f' 1000000");
        }
    }

    private static void firstByte(Host host) throws Exception {
        List<Long> start = new ArrayList<>();
        List<Long> whole = new ArrayList<>();
        for (int i = 0; i < ROUNDS + 10; i++) {
            ContainerSpec spec = Host.spec("cat", "/etc/hostname");
            host.containers.create(spec);
            host.containers.sandbox(spec.id());
            Path log = host.layout.containers().resolve(spec.id()).resolve("log/00000000");
            long before = System.nanoTime();
            host.containers.start(spec.id(), Host.FILES);
            long started = System.nanoTime();
            while (Files.size(log) == 0) {
                Thread.onSpinWait();
            }
            long byteSeen = System.nanoTime();
            host.awaitExit(spec.id());
            host.containers.remove(spec.id());
            if (i >= 10) {
                start.add(started - before);
                whole.add(byteSeen - before);
            }
        }
        System.out.printf(
                "start returns after %.1f ms, first byte after %.1f ms (medians of %d)%n",
                median(start), median(whole), ROUNDS);
    }

    private static double median(List<Long> nanos) {
        Collections.sort(nanos);
        return nanos.get(nanos.size() / 2) / 1e6;
    }

    private static void startsPerSecond(Host host) throws Exception {
        for (int threads : new int[] {1, 2, 4, 8}) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            long before = System.nanoTime();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(CompletableFuture.runAsync(() -> startOne(host), pool));
            }
            all.forEach(CompletableFuture::join);
            System.out.printf(
                    "%d threads: %.0f create + sandbox + start + exit + remove a second%n",
                    threads, 200 / ((System.nanoTime() - before) / 1e9));
            pool.shutdown();
        }
    }

    private static void startOne(Host host) {
        try {
            ContainerSpec spec = Host.spec("sleep", "0");
            host.run(spec);
            host.containers.remove(spec.id());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keeperMemory(Host host) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(host.start(Host.shell("echo hello; exec sleep 1000")));
        }
        long pss = 0;
        for (String id : ids) {
            int keeper = RecordedPids.read(host.layout.containers().resolve(id).resolve("pids"))
                    .orElseThrow()
                    .keeper();
            pss += Files.readString(Path.of("/proc/" + keeper + "/smaps_rollup"))
                    .lines()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
        System.out.printf("a keeper weighs %d kB PSS (mean of %d)%n", pss / ids.size(), ids.size());
    }

    private static void logs(Host host, String how, String script) throws Exception {
        ContainerSpec spec = Host.logs(new LogLimits(50 << 20, 10)).apply(Host.shell(script));
        long before = System.nanoTime();
        host.run(spec);
        double written = (System.nanoTime() - before) / 1e9;
        before = System.nanoTime();
        long lines = 0;
        try (LogReader reader = host.containers.logs(spec.id(), new LogRequest(-1, null, null))) {
            while (reader.next().isPresent()) {
                lines++;
            }
        }
        double read = (System.nanoTime() - before) / 1e9;
        before = System.nanoTime();
        try (LogReader reader = host.containers.logs(spec.id(), new LogRequest(10, null, null))) {
            reader.next();
        }
        System.out.printf(
                "1,000,000 lines %s: %.2f s, %d read back in %.2f s, tail in %.0f ms%n",
                how, written, lines, read, (System.nanoTime() - before) / 1e6);
    }
}

package io.jcompose.spec.text;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.Further;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Limits;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Network;
import io.jcompose.spec.Port;
import io.jcompose.spec.Project;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Projects as the loader could have made them, from a seed. */
final class RandomProject {
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "two words",
            "$dollar ${x} $$",
            "yes",
            "null",
            "~",
            "22:22",
            "0123",
            "1.5",
            "- dash",
            "a: b",
            "a #b",
            "\"quoted\"",
            "it's",
            "line one\nline two\n",
            "\n\nx",
            "tab\t",
            " lead",
            "trail ",
            "grüß 😀",
            "\\back",
            "{x}",
            "[y]",
            "*star",
            "&and",
            "!tag",
            "%p",
            "@at",
            "`tick`",
            "a\u2028b",
            "=",
            "<<",
            "x\r\ny",
            "end:",
            "?",
            "|",
            "\u0007bell",
            "2001-12-14",
            "1_000",
            "0x1F",
            ".inf",
            "  \n  ",
            "a\n b\n",
            "a\n\n\n");

    private final Random random;
    private final RandomFurther further;

    RandomProject(long seed) {
        random = new Random(seed);
        further = new RandomFurther(random);
    }

    Project project() {
        List<String> names = List.of("web", "db", "on", "a.b", "x-1", "123a");
        SortedMap<String, Service> services = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            services.put(names.get(i), service(names.get(i), names.subList(0, i), i));
        }
        SortedMap<String, Network> networks = new TreeMap<>();
        SortedMap<String, Volume> volumes = new TreeMap<>();
        networks.put(
                "net",
                new Network(
                        "demo_net",
                        false,
                        flip(),
                        "10.1.0.0/16",
                        maybe(() -> "10.1.255.1"),
                        texts(),
                        further.ofNetwork()));
        networks.put("other", new Network("real", flip(), false, null, null, texts(), Further.NONE));
        volumes.put("vol", new Volume("demo_vol", false, texts(), Further.NONE));
        volumes.put("out", new Volume("elsewhere", true, new TreeMap<>(), Further.NONE));
        return new Project(
                "demo",
                "/srv/demo",
                List.of("-"),
                services,
                networks,
                volumes,
                further.secrets(),
                further.configs(text()),
                Further.NONE);
    }

    private Service service(String name, List<String> earlier, int index) {
        List<Port> ports = ports();
        List<Mount> mounts = mounts();
        return new Service(
                name,
                "example/" + random.nextInt(9) + ":1",
                maybe(this::words),
                maybe(this::words),
                texts(),
                ports,
                flip() ? sorted() : sorted("80/tcp", "1-2/udp"),
                mounts,
                dependencies(earlier),
                new TreeMap<>(),
                maybe(this::healthcheck),
                restart(),
                index == 0 ? 1 : random.nextInt(3),
                new Limits(random.nextInt(2) * 123456789L, random.nextInt(2) * 1_234_000_001L, random.nextInt(2) * 77L),
                networks(index),
                maybe(() -> "host-" + index),
                index == 0 ? "fixed" : null,
                maybe(() -> "1000:1000"),
                maybe(() -> "/srv/app dir"),
                texts(),
                flip() ? Map.of() : Map.of("one", List.of("10.0.0.1", "::1"), "two", List.of("host-gateway")),
                maybe(() -> flip() ? "INT" : "9"),
                Duration.ofMillis(random.nextInt(100_000)),
                flip(),
                flip(),
                sorted(),
                further.ofService(mounts, ports));
    }

    private Healthcheck healthcheck() {
        return new Healthcheck(
                flip() ? List.of("CMD-SHELL", text() + "x") : List.of("NONE"),
                Duration.ofMillis(1 + random.nextInt(100_000)),
                flip() ? Duration.ofSeconds(30) : Duration.ofNanos(1 + random.nextInt(0xffff)),
                1 + random.nextInt(5),
                flip() ? Duration.ZERO : Duration.ofMinutes(2),
                flip() ? Duration.ofSeconds(5) : Duration.ofMillis(100));
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>(List.of(
                new Mount.NamedVolume("vol", "/vol", flip(), flip()),
                new Mount.NamedVolume("out", "/out", flip(), false)));
        if (flip()) {
            mounts.add(new Mount.Bind("/with: colon/$x", "/bind", flip(), flip()));
            mounts.add(new Mount.NamedVolume(null, "/anonymous", false, flip()));
            mounts.add(new Mount.Tmpfs("/tmp", random.nextInt(2) * 4096L, flip() ? 01777 : 0700));
        }
        return List.copyOf(mounts);
    }

    private List<Port> ports() {
        return flip()
                ? List.of()
                : List.of(
                        new Port(null, 0, 0, 80, Port.Protocol.TCP),
                        new Port("127.0.0.1", 8000, 8010, 90, Port.Protocol.UDP),
                        new Port("::1", 443, 443, 443, Port.Protocol.TCP));
    }

    private SortedMap<String, Dependency> dependencies(List<String> earlier) {
        SortedMap<String, Dependency> dependencies = new TreeMap<>();
        for (String name : earlier) {
            var condition = one(List.of(Dependency.Condition.values()));
            dependencies.put(name, new Dependency(condition, flip(), flip()));
        }
        return dependencies;
    }

    private SortedMap<String, Attachment> networks(int index) {
        SortedMap<String, Attachment> networks = new TreeMap<>();
        networks.put("net", new Attachment(sorted("alias" + index), index == 0 ? "10.1.0.5" : null));
        networks.put("other", new Attachment(sorted(), null));
        return networks;
    }

    private RestartPolicy restart() {
        var kind = one(List.of(RestartPolicy.Kind.values()));
        return new RestartPolicy(kind, kind == RestartPolicy.Kind.ON_FAILURE ? random.nextInt(3) : 0);
    }

    private SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.put(
                    List.of("KEY", "on", "dotted.key", "with space", "123", "x:y")
                            .get(random.nextInt(6)),
                    text());
        }
        return texts;
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            words.add(text());
        }
        return List.copyOf(words);
    }

    private String text() {
        return one(TEXTS);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static SortedSet<String> sorted(String... texts) {
        return new TreeSet<>(List.of(texts));
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return flip() ? value.get() : null;
    }
}

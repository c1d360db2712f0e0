package io.jcompose.spec.text;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Further;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Port;
import io.jcompose.spec.Value;
import io.jcompose.spec.decode.PortSyntax;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes that are kept: a random choice of canonical samples. */
final class RandomFurther {
    private static final Value TRUE = Value.of(true);
    private static final Map<String, Value> OF_SERVICE = Map.ofEntries(
            Map.entry("annotations", fields("a.b", Value.of("$x"))),
            Map.entry("attach", Value.of(false)),
            Map.entry("blkio_config", fields("weight", Value.of(300))),
            Map.entry(
                    "build",
                    fields(
                            "context", Value.of("/srv/app"),
                            "dockerfile", Value.of("Dockerfile"),
                            "args", fields("A", Value.of("")),
                            "platforms", items(Value.of("linux/amd64")),
                            "ulimits", fields("core", fields("soft", Value.of(0), "hard", Value.of(-1))))),
            Map.entry("cap_add", items(Value.of("NET_ADMIN"), Value.of("ALL"))),
            Map.entry("cpu_percent", Value.of(12)),
            Map.entry("cpu_quota", Value.of(-1)),
            Map.entry(
                    "develop",
                    fields("watch", items(fields("action", Value.of("rebuild"), "path", Value.of("/srv/x"))))),
            Map.entry(
                    "devices",
                    items(
                            fields("source", Value.of("vendor.com/gpu=0")),
                            fields(
                                    "source", Value.of("/dev/a"),
                                    "target", Value.of("/dev/b"),
                                    "permissions", Value.of("rw")))),
            Map.entry("dns", items(Value.of("::1"))),
            Map.entry("gpus", items(fields("count", Value.of("all")))),
            Map.entry("ipc", Value.of("container:x")),
            Map.entry("logging", fields("driver", Value.of("none"), "options", fields("k", Value.of("1")))),
            Map.entry("mem_swappiness", Value.of(0)),
            Map.entry("memswap_limit", Value.of("-1")),
            Map.entry("platform", Value.of("linux/amd64")),
            Map.entry("post_start", items(fields("command", items(), "user", Value.of("root")))),
            Map.entry("privileged", TRUE),
            Map.entry("pull_policy", Value.of("every_1h")),
            Map.entry("security_opt", items(Value.of("label:a"), Value.of("no-new-privileges"))),
            Map.entry("sysctls", fields("net.x", Value.of("1"))),
            Map.entry("tmpfs", items(Value.of("/run/x:size=1m"))),
            Map.entry("ulimits", fields("nofile", Value.of(10), "core", Value.of(-1))),
            Map.entry("uts", Value.of("host")));

    private final Random random;

    RandomFurther(Random random) {
        this.random = random;
    }

    /** Every service is granted all secrets and configs, so that none is dropped. */
    Further ofService(List<Mount> mounts, List<Port> ports) {
        SortedMap<String, Value> values = new TreeMap<>(OF_SERVICE);
        values.values().removeIf(value -> random.nextInt(3) > 0);
        values.put("secrets", items(grant("token", "/run/secrets/token"), grant("token", "/etc/t")));
        values.put("configs", items(grant("conf", "/conf")));
        if (random.nextBoolean()) {
            values.put("networks", fields("net", fields("priority", Value.of(7), "interface_name", Value.of("eth9"))));
            values.put("deploy", fields("restart_policy", fields("delay", Value.of("1m30s"))));
        }
        if (random.nextBoolean()) {
            values.put("volumes", new Value.Fields(ofMounts(mounts)));
        }
        if (random.nextBoolean() && !ports.isEmpty()) {
            values.put("ports", fields(PortSyntax.key(ports.get(0)), fields("name", Value.of("first"))));
        }
        return new Further(values);
    }

    private static SortedMap<String, Value> ofMounts(List<Mount> mounts) {
        SortedMap<String, Value> values = new TreeMap<>();
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Bind) {
                values.put(mount.target(), fields("bind", fields("propagation", Value.of("rslave"))));
            } else if (mount instanceof Mount.NamedVolume) {
                values.put(mount.target(), fields("volume", fields("subpath", Value.of("a/b"))));
            }
        }
        values.put(
                "/image",
                fields(
                        "type", Value.of("image"),
                        "source", Value.of("x:1"),
                        "target", Value.of("/image"),
                        "read_only", TRUE));
        return values;
    }

    Further ofNetwork() {
        return random.nextBoolean()
                ? Further.NONE
                : new Further(new TreeMap<>(Map.of(
                        "driver",
                        Value.of("macvlan"),
                        "ipam",
                        fields(
                                "config",
                                fields(
                                        "10.1.0.0/16", fields("ip_range", Value.of("10.1.2.0/24")),
                                        "fd00::/64", fields("subnet", Value.of("fd00::/64")))))));
    }

    SortedMap<String, FileObject> secrets() {
        return new TreeMap<>(Map.of(
                "token", new FileObject("demo_token", false, "/srv/t", null, null, new TreeMap<>(), Further.NONE)));
    }

    SortedMap<String, FileObject> configs(String content) {
        return new TreeMap<>(
                Map.of("conf", new FileObject("demo_conf", false, null, null, content, new TreeMap<>(), Further.NONE)));
    }

    private static Value grant(String source, String target) {
        return fields("source", Value.of(source), "target", Value.of(target), "mode", Value.of("0400"));
    }

    private static Value items(Value... values) {
        return new Value.Items(Arrays.asList(values));
    }

    private static Value fields(Object... namesAndValues) {
        SortedMap<String, Value> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new Value.Fields(fields);
    }
}

package io.jcompose.spec.schema;

import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlReader;
import java.util.Map;
import java.util.TreeMap;

/** What a mapping must say besides the attribute that is looked at, by the path of the mapping. */
final class Samples {
    private static final String ROOT = """
            services: {web: {image: a}, a: {image: a}}
            networks: {k: {}, a: {}}
            volumes: {k: {}, a: {}}
            secrets: {a: {file: ./a}, s: {file: ./a}}
            configs: {a: {file: ./a}, s: {file: ./a}}
            models: {k: {model: a}, a: {model: a}}
            """;

    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("", ROOT),
            Map.entry("services.*", "image: a"),
            Map.entry("services.*.blkio_config.device_read_bps.[]", "{path: /dev/null, rate: 1}"),
            Map.entry("services.*.blkio_config.device_read_iops.[]", "{path: /dev/null, rate: 1}"),
            Map.entry("services.*.blkio_config.device_write_bps.[]", "{path: /dev/null, rate: 1}"),
            Map.entry("services.*.blkio_config.device_write_iops.[]", "{path: /dev/null, rate: 1}"),
            Map.entry("services.*.blkio_config.weight_device.[]", "{path: /dev/null, weight: 10}"),
            Map.entry("services.*.build.secrets.[]", "source: s"),
            Map.entry("services.*.build.ulimits.*", "{soft: 1, hard: 2}"),
            Map.entry("services.*.configs.[]", "source: s"),
            Map.entry("services.*.credential_spec", "file: ./a"),
            Map.entry("services.*.depends_on.*", "condition: service_started"),
            Map.entry("services.*.deploy.resources.reservations.devices.[]", "capabilities: [gpu]"),
            Map.entry("services.*.develop.watch.[]", "{path: ./a, action: rebuild}"),
            Map.entry("services.*.develop.watch.[].exec", "command: a"),
            Map.entry("services.*.devices.[]", "{source: /dev/null, target: /dev/null}"),
            Map.entry("services.*.env_file.[]", "{path: a, required: false}"),
            Map.entry("services.*.extends", "service: a"),
            Map.entry("services.*.ports.[]", "target: 80"),
            Map.entry("services.*.post_start.[]", "command: a"),
            Map.entry("services.*.pre_stop.[]", "command: a"),
            Map.entry("services.*.provider", "type: a"),
            Map.entry("services.*.secrets.[]", "source: s"),
            Map.entry("services.*.ulimits.*", "{soft: 1, hard: 2}"),
            Map.entry("services.*.volumes.[]", "{type: volume, target: /t}"),
            Map.entry("models.*", "model: a"),
            Map.entry("networks.*.ipam.config.[]", "subnet: 10.0.0.0/24"),
            Map.entry("secrets.*", "file: ./a"),
            Map.entry("configs.*", "file: ./a"));
    private static final Map<String, MapNode> TREES = trees();

    private Samples() {}

    static MapNode at(String path) {
        return TREES.getOrDefault(path, tree("{}"));
    }

    private static Map<String, MapNode> trees() {
        Map<String, MapNode> trees = new TreeMap<>();
        TABLE.forEach((path, text) -> trees.put(path, tree(text)));
        return trees;
    }

    private static MapNode tree(String text) {
        return YamlReader.read("sample", text, new Problems()).get(0).tree();
    }
}

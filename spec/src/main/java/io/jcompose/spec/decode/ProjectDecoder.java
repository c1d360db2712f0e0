package io.jcompose.spec.decode;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** The whole model: the only way from a tree to a {@link Project}, for files and for canonical JSON alike. */
public final class ProjectDecoder {
    private ProjectDecoder() {}

    /** What {@code model} says, with every network and volume, used or not. */
    public static Project decode(MapNode model, Decoding decoding) {
        decoding.placeAll(model, "");
        Fields fields = new Fields(decoding, model, "", Vocabulary.PROJECT);
        if (fields.take("version").isPresent()) {
            fields.warn("version", "`version` is obsolete and has no effect", "remove it");
        }
        Fields origin = fields.child("x-jcompose", Vocabulary.ORIGIN);
        SortedMap<String, Service> services = fields.each("services", Vocabulary.SERVICE, ServiceDecoder::decode);
        SortedMap<String, Network> networks = fields.each("networks", Vocabulary.NETWORK, ProjectDecoder::network);
        SortedMap<String, Volume> volumes = fields.each("volumes", Vocabulary.VOLUME, ProjectDecoder::volume);
        Project project = new Project(
                fields.text("name", ProjectDecoder::project).orElse(""),
                origin.text("working_dir").orElse(""),
                List.copyOf(origin.texts("files")),
                services,
                networks,
                volumes);
        fields.finish();
        return project;
    }

    /** Finds the problems of services that are not part of the project now, and gives nothing. */
    public static void examine(MapNode services, Decoding decoding) {
        MapNode model = MapNode.empty(services.span()).with("services", services);
        new Fields(decoding, model, "", Vocabulary.PROJECT)
                .each("services", Vocabulary.SERVICE, ServiceDecoder::decode);
    }

    private static Network network(String key, Fields fields) {
        fields.text(
                "driver", word -> onlyDriver(word, "bridge", Set.of("host", "none", "overlay", "macvlan", "ipvlan")));
        Fields ipam = fields.child("ipam", Vocabulary.IPAM);
        ipam.text("driver", word -> onlyDriver(word, "default", Set.of()));
        Optional<Fields> pool = pool(ipam);
        return new Network(
                fields.text("name", ProjectDecoder::resource).orElse(key),
                fields.flag("external", false),
                fields.flag("internal", false),
                pool.flatMap(p -> p.text("subnet", Names::subnet)).orElse(null),
                pool.flatMap(p -> p.text("gateway", Names::ipv4)).orElse(null),
                fields.keyed("labels"));
    }

    private static Optional<Fields> pool(Fields ipam) {
        List<Node> pools = ipam.items("config");
        if (pools.size() > 1) {
            ipam.error("config", "more than one address pool is not built into jcompose yet", null);
        }
        return pools.stream()
                .limit(1)
                .map(pool -> ipam.item("config", 0, pool, Vocabulary.POOL))
                .findFirst();
    }

    private static Volume volume(String key, Fields fields) {
        boolean external = fields.flag("external", false);
        for (String other : external ? List.of("driver", "driver_opts", "labels") : List.<String>of()) {
            if (fields.has(other)) {
                fields.error(
                        other,
                        "volumes." + key + ": conflicting parameters \"external\" and \"" + other + "\" specified",
                        "an external volume is made elsewhere: remove `" + other + "`");
            }
        }
        fields.text("driver", word -> onlyDriver(word, "local", Set.of()));
        return new Volume(fields.text("name", ProjectDecoder::resource).orElse(key), external, fields.keyed("labels"));
    }

    /** A project's name is also the name of a file: nothing but what the specification allows comes through. */
    private static String project(String name) throws Malformed {
        if (name.length() > 255 || !name.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new Malformed(
                    "not the name of a project: `" + name + "`",
                    "lower-case letters, digits, `_`, `-`, the first a letter or digit");
        }
        return name;
    }

    private static String resource(String name) throws Malformed {
        if (name.length() > 255 || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new Malformed(
                    "not a name: `" + name + "`", "letters, digits, `_`, `.`, `-`, the first a letter or digit");
        }
        return name;
    }

    private static String onlyDriver(String word, String built, Set<String> notBuilt) throws Malformed {
        if (notBuilt.contains(word)) {
            throw new Malformed("`" + word + "` is part of the Compose Specification but not built into jcompose yet");
        }
        if (!word.equals(built)) {
            throw new Malformed("driver `" + word + "` is not built into jcompose", "`" + built + "` is");
        }
        return word;
    }
}

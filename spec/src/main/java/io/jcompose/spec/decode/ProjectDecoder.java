package io.jcompose.spec.decode;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.ProjectName;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;
import java.util.SortedMap;

/** The whole model: the only way from a tree to a {@link Project}, for files and for canonical JSON alike. */
public final class ProjectDecoder {
    private ProjectDecoder() {}

    /** What {@code model} says, with every network and volume, used or not. */
    public static Project decode(MapNode model, Decoding decoding) {
        decoding.placeAll(model, "");
        Fields fields = new Fields(decoding, model, "", ProjectShape.PROJECT);
        if (fields.text("version").isPresent()) {
            fields.warn("version", "`version` is obsolete and has no effect", "remove it");
        }
        Fields origin = fields.child("x-jcompose", ProjectShape.ORIGIN);
        SortedMap<String, Service> services = fields.each("services", ServiceShape.SERVICE, ServiceDecoder::decode);
        SortedMap<String, Network> networks = fields.each("networks", ProjectShape.NETWORK, NetworkDecoder::decode);
        SortedMap<String, Volume> volumes = fields.each("volumes", ProjectShape.VOLUME, ProjectDecoder::volume);
        SortedMap<String, FileObject> secrets = fields.each("secrets", ProjectShape.SECRET, FileObjectDecoder::secret);
        SortedMap<String, FileObject> configs = fields.each("configs", ProjectShape.CONFIG, FileObjectDecoder::config);
        Project project = new Project(
                fields.text("name", ProjectDecoder::project).orElse(""),
                origin.text("working_dir").orElse(""),
                List.copyOf(origin.texts("files")),
                services,
                networks,
                volumes,
                secrets,
                configs,
                fields.extended());
        fields.finish();
        return project;
    }

    /** Finds the problems of services that are not part of the project now, and gives nothing. */
    public static void examine(MapNode services, Decoding decoding) {
        MapNode model = MapNode.empty(services.span()).with("services", services);
        new Fields(decoding, model, "", ProjectShape.PROJECT)
                .each("services", ServiceShape.SERVICE, ServiceDecoder::decode);
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
        return new Volume(
                fields.text("name", Names::resource).orElse(key), external, fields.keyed("labels"), fields.extended());
    }

    /** A project's name is also the name of a file: nothing but what the specification allows comes through. */
    private static String project(String name) throws Malformed {
        if (name.length() > 255 || ProjectName.fault(name, null).isPresent()) {
            throw new Malformed(
                    "not the name of a project: `" + name + "`",
                    "lower-case letters, digits, `_`, `-`, the first a letter or digit");
        }
        return name;
    }
}

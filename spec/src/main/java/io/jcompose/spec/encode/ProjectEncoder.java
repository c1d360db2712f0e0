package io.jcompose.spec.encode;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Volume;
import io.jcompose.spec.grant.Grants;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.SortedMap;

/** A project to its canonical tree. */
public final class ProjectEncoder {
    private static final String ORIGIN = "x-jcompose";

    private ProjectEncoder() {}

    /** Everything that the record holds; what is not of the specification stands under {@code x-jcompose}. */
    public static MapNode encode(Project project) {
        return tree(project)
                .with(
                        ORIGIN,
                        new Tree()
                                .put("working_dir", project.workingDirectory())
                                .strings("files", project.files())
                                .node());
    }

    /** As users see it. */
    public static MapNode text(Project project) {
        return tree(Grants.withoutDigests(project));
    }

    private static MapNode tree(Project project) {
        Tree tree = new Tree()
                .put("name", project.name())
                .put("services", Tree.map(project.services(), ServiceEncoder::encode))
                .putMap("networks", Tree.map(project.networks(), ProjectEncoder::network))
                .putMap("volumes", Tree.map(project.volumes(), ProjectEncoder::volume))
                .putMap("secrets", Tree.map(project.secrets(), ProjectEncoder::fileObject))
                .putMap("configs", Tree.map(project.configs(), ProjectEncoder::fileObject));
        return FurtherEncoder.laidOver(tree.node(), project.further());
    }

    /** Services of which nothing but their image is told. */
    public static MapNode images(SortedMap<String, String> images) {
        return new Tree()
                .put(
                        "services",
                        Tree.map(images, image -> new Tree().put("image", image).node()))
                .node();
    }

    /** With each {@code $} of the values doubled, so that reading the text again gives the same values. */
    public static MapNode dollarsDoubled(MapNode map) {
        return (MapNode) doubled(map);
    }

    private static Node doubled(Node node) {
        if (node instanceof MapNode map) {
            return map.mapped((key, value) -> doubled(value));
        }
        if (node instanceof ListNode list) {
            return new ListNode(
                    list.span(),
                    list.items().stream().map(ProjectEncoder::doubled).toList());
        }
        ScalarNode scalar = (ScalarNode) node;
        return new ScalarNode(scalar.span(), scalar.text().replace("$", "$$"), scalar.kind());
    }

    /** One network. */
    public static MapNode network(Network network) {
        Tree tree = new Tree().put("name", network.name()).flag("external", network.external());
        MapNode pool = new Tree()
                .put("subnet", network.subnet())
                .put("gateway", network.gateway())
                .node();
        Tree ipam = new Tree().putIf(!pool.entries().isEmpty(), "config", Tree.list(List.of(pool), node -> node));
        MapNode node = tree.putIf(!network.external() || !pool.entries().isEmpty(), "ipam", ipam.node())
                .flag("internal", network.internal())
                .keyed("labels", network.labels())
                .node();
        return FurtherEncoder.laidOver(node, network.further());
    }

    /** One volume. */
    public static MapNode volume(Volume volume) {
        MapNode node = new Tree()
                .put("name", volume.name())
                .flag("external", volume.external())
                .keyed("labels", volume.labels())
                .node();
        return FurtherEncoder.laidOver(node, volume.further());
    }

    private static MapNode fileObject(FileObject object) {
        MapNode node = new Tree()
                .put("name", object.name())
                .flag("external", object.external())
                .put("file", object.file())
                .put("environment", object.environment())
                .put("content", object.content())
                .keyed("labels", object.labels())
                .node();
        return FurtherEncoder.laidOver(node, object.further());
    }
}

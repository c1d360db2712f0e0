package io.jcompose.spec.text;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.Problem;
import io.jcompose.spec.check.Selected;
import io.jcompose.spec.encode.ProjectEncoder;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.JsonWriter;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a project merged into one, in the forms in which they are written: what {@code config} prints when steps
 * are left out. Every key that the user chose is sorted, as in {@link Canonical}.
 *
 * @param model the merged tree
 * @param name the project's name
 * @param options the steps that were taken
 * @param warnings as of {@code Loaded}
 * @param texts what was read, by the file names of the spans
 */
public record Written(
        MapNode model, String name, LoadOptions options, List<Problem> warnings, Map<String, String> texts) {
    private static final List<String> SECTIONS =
            List.of("services", "networks", "volumes", "secrets", "configs", "models");
    private static final List<String> LEFT_OUT = List.of("version", "include", "x-jcompose");

    /** A file that says nothing but the images of services. */
    public static String images(SortedMap<String, String> images, boolean json) {
        MapNode file = ProjectEncoder.dollarsDoubled(ProjectEncoder.images(images));
        return json ? JsonWriter.write(file, true) + "\n" : YamlWriter.write(file);
    }

    /** The keys of a top-level section, sorted. */
    public SortedSet<String> keys(String section) {
        return new TreeSet<>(model.map(section).entries().keySet());
    }

    /** The images that the services name, by service. */
    public SortedMap<String, String> images() {
        SortedMap<String, String> images = new TreeMap<>();
        model.map("services").entries().forEach((service, entry) -> {
            if (entry.value() instanceof MapNode map) {
                map.get("image", ScalarNode.class).ifPresent(image -> images.put(service, image.text()));
            }
        });
        return images;
    }

    /** With other images, by service. */
    public Written withImages(Map<String, String> images) {
        MapNode services = model.map("services");
        for (Map.Entry<String, String> image : images.entrySet()) {
            if (services.entries().containsKey(image.getKey())) {
                MapNode service = services.map(image.getKey());
                services = services.with(
                        image.getKey(), service.with("image", ScalarNode.string(service.span(), image.getValue())));
            }
        }
        return new Written(model.with("services", services), name, options, warnings, texts);
    }

    /** With the named services and those that they depend on; all when none is named. */
    public Written selected(Collection<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        MapNode services = model.map("services");
        Set<String> kept = Selected.withDependencies(services.entries(), names, Written::dependencies)
                .keySet();
        return new Written(model.with("services", services.filtered(kept::contains)), name, options, warnings, texts);
    }

    private static Set<String> dependencies(Entry service) {
        return service.value() instanceof MapNode map
                ? map.map("depends_on").entries().keySet()
                : Set.of();
    }

    /** YAML that loads again; a {@code $} is doubled unless variables were left as they are. */
    public String yaml() {
        return YamlWriter.write(printed());
    }

    /** The same in indented JSON. */
    public String json() {
        return JsonWriter.write(printed(), true);
    }

    private MapNode printed() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Span span = model.span();
        entries.put("name", new Entry(span, ScalarNode.string(span, name)));
        for (String section : SECTIONS) {
            Entry entry = model.entries().get(section);
            if (entry != null) {
                entries.put(section, new Entry(entry.keySpan(), sorted(entry.value())));
            }
        }
        model.filtered(key -> !LEFT_OUT.contains(key)).entries().forEach(entries::putIfAbsent);
        MapNode ordered = new MapNode(span, entries);
        return options.interpolate() ? ProjectEncoder.dollarsDoubled(ordered) : ordered;
    }

    private static Node sorted(Node section) {
        return section instanceof MapNode map ? new MapNode(map.span(), new TreeMap<>(map.entries())) : section;
    }
}

package io.jcompose.spec.grant;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Further;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Notes beside each grant of a service the digest of its content, so that a service changes when the content does. */
public final class Grants {
    /** Where a grant has its digest, {@code sha256:} and 64 hex digits. No user's file can set it. */
    public static final String DIGEST = "x-digest";

    private static final List<String> KINDS = List.of("secrets", "configs");

    /** Finds the value of a variable for the secret or config at a tree path. */
    public interface Lookup {
        Optional<String> value(String path, String variable);
    }

    private Grants() {}

    /**
     * Reads the content of what services are granted. What cannot be read has no digest: that is told among what {@code
     * up} refuses, because a checkout without its secrets can still be looked at.
     */
    public static Project digested(Project project, Lookup variables, SourceMap sources, Problems problems) {
        Map<String, Optional<String>> digests = new HashMap<>();
        for (String kind : KINDS) {
            SortedMap<String, FileObject> objects = kind.equals("secrets") ? project.secrets() : project.configs();
            objects.forEach((key, object) -> {
                String path = TreePath.child(kind, key);
                Content content = new Content(path, sources, problems);
                digests.put(
                        path,
                        object.external()
                                ? Optional.empty()
                                : content.digest(object, name -> variables.value(path, name)));
            });
        }
        return mapped(project, (kind, grant) -> {
            Optional<String> digest =
                    digests.getOrDefault(TreePath.child(kind, grant.text("source")), Optional.empty());
            return digest.map(text -> grant.with(DIGEST, Value.of(text))).orElseGet(() -> without(grant));
        });
    }

    /** As users see it. */
    public static Project withoutDigests(Project project) {
        return mapped(project, (kind, grant) -> without(grant));
    }

    private static Value.Fields without(Value.Fields fields) {
        SortedMap<String, Value> fewer = new TreeMap<>(fields.values());
        fewer.remove(DIGEST);
        return new Value.Fields(fewer);
    }

    private static Project mapped(Project project, BiFunction<String, Value.Fields, Value.Fields> change) {
        if (project.services().values().stream().noneMatch(Grants::isGranted)) {
            return project;
        }
        SortedMap<String, Service> services = new TreeMap<>(project.services());
        services.replaceAll((name, service) -> mapped(service, change));
        return project.withServices(services);
    }

    private static boolean isGranted(Service service) {
        return KINDS.stream().anyMatch(kind -> !service.further().items(kind).isEmpty());
    }

    private static Service mapped(Service service, BiFunction<String, Value.Fields, Value.Fields> change) {
        Further further = service.further();
        for (String kind : KINDS) {
            List<Value> grants = service.further().items(kind);
            if (!grants.isEmpty()) {
                List<Value> changed = new ArrayList<>();
                grants.forEach(grant ->
                        changed.add(grant instanceof Value.Fields fields ? change.apply(kind, fields) : grant));
                further = further.with(new Value.Items(changed), kind);
            }
        }
        return service.withFurther(further);
    }
}

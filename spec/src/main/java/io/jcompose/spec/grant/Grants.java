package io.jcompose.spec.grant;

import io.jcompose.spec.Contents;
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

    /** Where a service has the signal that tells it that only the contents of its grants have changed. */
    public static final String RELOAD = "x-reload";

    private static final List<String> KINDS = List.of("secrets", "configs");

    /** Finds the value of a variable for the secret or config at a tree path. */
    public interface Lookup {
        Optional<String> value(String path, String variable);
    }

    private Grants() {}

    /**
     * A project with digests, and what they stand for.
     *
     * @param contents of the secrets and configs that services are granted
     */
    public record Read(Project project, Contents contents) {}

    /**
     * Reads the content of what services are granted. What cannot be read has no digest: that is told among what {@code
     * up} refuses, because a checkout without its secrets can still be looked at.
     */
    public static Read read(Project project, Lookup variables, SourceMap sources, Problems problems) {
        Map<String, byte[]> byPath = new HashMap<>();
        for (String kind : KINDS) {
            objects(project, kind).forEach((key, object) -> {
                String path = TreePath.child(kind, key);
                if (!object.external()) {
                    new Content(path, sources, problems)
                            .read(object, name -> variables.value(path, name))
                            .ifPresent(content -> byPath.put(path, content));
                }
            });
        }
        Map<String, byte[]> granted = new HashMap<>();
        Project digested = mapped(project, (kind, grant) -> {
            byte[] content = byPath.get(TreePath.child(kind, grant.text("source")));
            if (content == null) {
                return without(grant);
            }
            String digest = Contents.digest(content);
            granted.put(digest, content);
            return grant.with(DIGEST, Value.of(digest));
        });
        Contents contents = new Contents(granted);
        if (contents.size() > Contents.LARGEST_TOGETHER) {
            String why = "the secrets and configs of this project are larger than " + (Contents.LARGEST_TOGETHER >> 20)
                    + " MiB together";
            problems.unsupported(null, "", why, null);
        }
        return new Read(digested, contents);
    }

    /**
     * Gives grants of external secrets and configs their digests.
     *
     * @param digests by tree path, as {@code secrets.KEY}
     * @param anew whether they take the place of digests that are there
     */
    public static Project resolved(Project project, Map<String, String> digests, boolean anew) {
        return mapped(project, (kind, grant) -> {
            String digest = digests.get(TreePath.child(kind, grant.text("source")));
            return digest == null || (grant.has(DIGEST) && !anew) ? grant : grant.with(DIGEST, Value.of(digest));
        });
    }

    private static SortedMap<String, FileObject> objects(Project project, String kind) {
        return kind.equals("secrets") ? project.secrets() : project.configs();
    }

    /** What a service is granted, secrets first. */
    public static List<Grant> of(Service service) {
        List<Grant> grants = new ArrayList<>();
        for (String kind : KINDS) {
            for (Value value : service.further().items(kind)) {
                if (value instanceof Value.Fields fields) {
                    grants.add(Grant.of(kind, fields));
                }
            }
        }
        return grants;
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

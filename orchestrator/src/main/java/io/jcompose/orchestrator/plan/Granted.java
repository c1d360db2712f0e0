package io.jcompose.orchestrator.plan;

import io.jcompose.spec.FileObject;
import io.jcompose.spec.Project;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The secrets and configs that services of a project are granted, by key. No content stands here: services have the
 * digests in their grants.
 */
public record Granted(SortedMap<String, FileObject> secrets, SortedMap<String, FileObject> configs) {
    public static final Granted NONE = new Granted(new TreeMap<>(), new TreeMap<>());

    public Granted {
        secrets = withoutContents(secrets);
        configs = withoutContents(configs);
    }

    public static Granted of(Project project) {
        return new Granted(project.secrets(), project.configs());
    }

    private static SortedMap<String, FileObject> withoutContents(SortedMap<String, FileObject> objects) {
        SortedMap<String, FileObject> bare = new TreeMap<>();
        objects.forEach((key, object) -> bare.put(key, object.withoutContent()));
        return Collections.unmodifiableSortedMap(bare);
    }
}

package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Run;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.secret.NamedContent;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Contents;
import io.jcompose.spec.FileObject;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import io.jcompose.spec.source.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What services are granted, before it is wanted: external ones have a digest, and every content is kept. */
public final class Granting {
    private final SecretStore store;

    public Granting(SecretStore store) {
        this.store = store;
    }

    /** While it is open no content is removed. */
    SecretStore.Hold hold() {
        return store.hold();
    }

    /**
     * With the newest versions of external secrets and configs, but for grants that say already which they mean: those of
     * a release that is brought again. Refuses what does not exist.
     */
    Project resolved(Project project) throws Refused {
        return resolved(project, false);
    }

    /** With the newest versions for all grants of external ones. */
    Project refreshed(Project project) throws Refused {
        return resolved(project, true);
    }

    private Project resolved(Project project, boolean anew) throws Refused {
        Map<String, String> digests = new HashMap<>();
        List<Refused.Reason> missing = new ArrayList<>();
        resolve(project, NamedContent.Kind.SECRET, anew, digests, missing);
        resolve(project, NamedContent.Kind.CONFIG, anew, digests, missing);
        if (!missing.isEmpty()) {
            throw new Refused(Kind.NOT_FOUND, missing);
        }
        return Grants.resolved(project, digests, anew);
    }

    private void resolve(
            Project project,
            NamedContent.Kind kind,
            boolean anew,
            Map<String, String> digests,
            List<Refused.Reason> missing) {
        SortedMap<String, FileObject> objects =
                kind == NamedContent.Kind.SECRET ? project.secrets() : project.configs();
        objects.forEach((key, object) -> {
            String path = TreePath.child(kind.word() + "s", key);
            Optional<NamedContent> named = object.external() ? store.find(kind, object.name()) : Optional.empty();
            named.ifPresent(found -> digests.put(path, found.newest().digest()));
            if (object.external() && named.isEmpty() && isGranted(project, kind, key, anew)) {
                String option = kind == NamedContent.Kind.CONFIG ? "--config " : "";
                missing.add(new Refused.Reason(
                        "external " + kind.word() + " \"" + object.name() + "\" not found: `jcompose secret create "
                                + option + object.name() + " FILE` makes it",
                        path));
            }
        });
    }

    /** Whether a project declares an external one of that name. */
    static boolean uses(WantedProject project, NamedContent.Kind kind, String name) {
        SortedMap<String, FileObject> objects = kind == NamedContent.Kind.SECRET
                ? project.granted().secrets()
                : project.granted().configs();
        return objects.values().stream()
                .anyMatch(object -> object.external() && object.name().equals(name));
    }

    /** Whether a service needs its newest version. */
    private static boolean isGranted(Project project, NamedContent.Kind kind, String key, boolean anew) {
        return project.services().values().stream()
                .flatMap(service -> Grants.of(service).stream())
                .filter(grant -> anew || grant.digest() == null)
                .anyMatch(grant ->
                        grant.kind().equals(kind.word() + "s") && grant.source().equals(key));
    }

    /** Keeps what came with a request. Refuses a project whose contents neither came along nor are kept already. */
    void keep(Project project, Contents contents) throws Refused {
        try {
            store.put(contents);
        } catch (IOException e) {
            throw new Refused(Kind.FAILED, "the secrets cannot be kept: " + e.getMessage(), "");
        }
        for (Service service : project.services().values()) {
            for (Grant grant : Grants.of(service)) {
                String digest = grant.digest();
                if (digest != null && !store.has(digest)) {
                    throw new Refused(
                            Kind.FAILED,
                            "the content of " + grant.text() + " did not come along, and is not kept here",
                            grant.kind() + "." + grant.source());
                }
            }
        }
    }

    /** The digests that wishes need. */
    public static Set<String> digests(Wanted wanted) {
        Set<String> digests = new HashSet<>();
        for (WantedProject project : wanted.projects().values()) {
            project.services().values().forEach(service -> digests.addAll(digests(service)));
        }
        return digests;
    }

    /** What its containers may hold: also those of the version before, to which an update may go back. */
    public static Set<String> digests(WantedService service) {
        Set<String> digests = new HashSet<>(Run.contentsOf(service.spec()).values());
        Update update = service.update();
        if (update != null) {
            digests.addAll(Run.contentsOf(update.previous().spec()).values());
        }
        return digests;
    }
}

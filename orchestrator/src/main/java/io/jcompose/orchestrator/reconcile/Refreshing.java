package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.secret.NamedContent;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Service;
import java.util.List;
import java.util.SortedMap;

/** Brings new versions of secrets and configs that have names to who uses them. */
public final class Refreshing {
    private final Wishing wishing;
    private final Granting granting;
    private final ProjectStore store;

    Refreshing(Wishing wishing, Granting granting, ProjectStore store) {
        this.wishing = wishing;
        this.granting = granting;
        this.store = store;
    }

    /** The projects that are up and use an external secret or config of that name. */
    public List<String> usersOf(NamedContent.Kind kind, String name) {
        return store.wanted().projects().values().stream()
                .filter(project -> project.down() == null && Granting.uses(project, kind, name))
                .map(WantedProject::name)
                .toList();
    }

    /** Brings the newest version of an external secret or config to all who use it, and waits until they have it. */
    public List<String> refresh(NamedContent.Kind kind, String name) throws Refused, InterruptedException {
        List<String> users = usersOf(kind, name);
        SecretStore.Hold held = granting.hold();
        try {
            for (String project : users) {
                refresh(project);
            }
        } finally {
            held.close();
        }
        return users;
    }

    private void refresh(String project) throws Refused, InterruptedException {
        WantedProject before = store.project(project);
        if (before != null) {
            SortedMap<String, Service> resolved =
                    granting.refreshed(ProjectFile.model(before)).services();
            wishing.settle(
                    project,
                    wishing.changeKnown(project, List.of(), known -> Wishes.regranted(known, resolved, wishing.now())));
        }
    }
}

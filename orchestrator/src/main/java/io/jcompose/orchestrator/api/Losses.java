package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The volumes that a {@code down -v} would remove, and whether it may. */
final class Losses {
    private final Api api;

    Losses(Api api) {
        this.api = api;
    }

    void list(Call call) throws Refused, IOException {
        ObjectNode answer = Call.object();
        ArrayNode volumes = answer.putArray("volumes");
        for (VolumeShelf.Entry entry : api.host().volumes().look(names(call.argument(0)))) {
            volumes.addObject()
                    .put("name", entry.name())
                    .put("bytes", entry.bytes())
                    .put("more", entry.more());
        }
        call.json(answer);
    }

    /** Of a project that nobody wants any more, those that were made for it. */
    private List<String> names(String project) throws Refused {
        List<String> names = new ArrayList<>();
        if (api.control().wanted(project) == null) {
            api.control().observed().volumes().forEach((name, owner) -> {
                if (owner.equals(project)) {
                    names.add(name);
                }
            });
            return names;
        }
        for (Action action : api.control().dryRun().down(project, DownAsked.EVERYTHING.within(0))) {
            if (action instanceof Action.RemoveVolume remove) {
                names.add(remove.name());
            }
        }
        return names;
    }

    /**
     * Refuses to remove what is protected.
     *
     * @param unprotected names or keys of volumes that are not protected this time
     */
    void mustNotBeProtected(String project, List<String> unprotected) throws Refused {
        Map<String, String> keys = keys(project);
        for (VolumeShelf.Entry entry : api.host().volumes().look(names(project))) {
            String key = keys.getOrDefault(entry.name(), "");
            WantedProject wanted = api.control().wanted(project);
            boolean guarded = entry.guarded()
                    || (wanted != null && WantedProject.guarded(wanted.volumes().get(key)));
            if (guarded && !unprotected.contains(entry.name()) && !unprotected.contains(key)) {
                throw new Refused(
                        Kind.CONFLICT,
                        "volume " + entry.name() + " is protected (x-protected), so nothing was removed; --unprotect "
                                + entry.name() + " lets it go",
                        key.isEmpty() ? "" : "volumes." + key + ".x-protected");
            }
        }
    }

    private Map<String, String> keys(String project) {
        Map<String, String> keys = new TreeMap<>();
        WantedProject wanted = api.control().wanted(project);
        if (wanted != null) {
            wanted.volumes().forEach((key, volume) -> keys.put(volume.name(), key));
        }
        return keys;
    }
}

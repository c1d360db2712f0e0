package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.check.Selected;
import java.util.Collection;
import java.util.List;

/** The services whose images a command moves. */
final class Meant {
    /** Images that are made of this host's files begin so; no registry has them. */
    static final String BUILT_IN = "jcompose/";

    private Meant() {}

    static Collection<Service> services(Session session, List<String> names, boolean dependencies)
            throws SpecException {
        Loaded loaded = session.load(names);
        session.warn(loaded);
        if (dependencies || names.isEmpty()) {
            return Selected.of(loaded.project(), names).services().values();
        }
        return loaded.project().services().values().stream()
                .filter(service -> names.contains(service.name()))
                .toList();
    }
}

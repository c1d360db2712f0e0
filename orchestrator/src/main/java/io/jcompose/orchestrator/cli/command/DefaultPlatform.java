package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.util.SortedMap;
import java.util.TreeMap;

/** The platform of services that say none, as DOCKER_DEFAULT_PLATFORM has it. */
final class DefaultPlatform {
    private DefaultPlatform() {}

    /** The project as it is meant by who calls. */
    static Loaded applied(Session session, Loaded loaded) {
        String platform = session.defaultPlatform();
        if (platform == null) {
            return loaded;
        }
        SortedMap<String, Service> services = new TreeMap<>(loaded.project().services());
        services.replaceAll(
                (name, service) -> service.further().text("platform").isPresent()
                        ? service
                        : service.withFurther(service.further().with(Value.of(platform), "platform")));
        return new Loaded(
                loaded.project().withServices(services),
                loaded.sources(),
                loaded.disabled(),
                loaded.warnings(),
                loaded.unsupported(),
                loaded.texts(),
                loaded.contents());
    }
}

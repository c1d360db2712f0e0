package io.jcompose.orchestrator.asked;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a down asks for.
 *
 * @param services those named, with what depends on them; empty for the whole project
 * @param volumes whether its volumes go
 * @param images which of its images go
 * @param removeOrphans whether containers of services that are not declared any more go
 * @param stopSeconds grace period, or null for their own
 */
public record DownAsked(
        List<String> services,
        boolean volumes,
        Images images,
        boolean removeOrphans,
        @Nullable Long stopSeconds) {
    /** All containers; volumes stay. */
    public static final DownAsked USUAL = new DownAsked(List.of(), false, false, null);

    /** The whole project without a trace, orphans too; images stay. */
    public static final DownAsked EVERYTHING = new DownAsked(List.of(), true, true, null);

    /** Images stay. */
    public DownAsked(List<String> services, boolean volumes, boolean removeOrphans, @Nullable Long stopSeconds) {
        this(services, volumes, Images.NONE, removeOrphans, stopSeconds);
    }

    /** Which images go. */
    public enum Images {
        NONE,
        /** Those that were built for services that give them no name. */
        LOCAL,
        ALL
    }

    public DownAsked within(long seconds) {
        return new DownAsked(services, volumes, images, removeOrphans, seconds);
    }

    public DownAsked removing(Images which) {
        return new DownAsked(services, volumes, which, removeOrphans, stopSeconds);
    }

    public boolean wholeProject() {
        return services.isEmpty();
    }

    /** References of the images of a project that go, sorted. */
    public Set<String> imagesOf(Project project) {
        Set<String> references = new TreeSet<>();
        for (Service service : project.services().values()) {
            boolean meant = services.isEmpty() || services.contains(service.name());
            boolean own = service.further().at("build").isPresent()
                    && service.image().equals(project.name() + "-" + service.name());
            if (meant && (images == Images.ALL || (images == Images.LOCAL && own))) {
                references.add(service.image());
            }
        }
        return references;
    }
}

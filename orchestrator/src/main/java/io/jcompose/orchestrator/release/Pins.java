package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The very images that a release or a lock names. */
public final class Pins {
    private final ImageDesk desk;

    Pins(ImageDesk desk) {
        this.desk = desk;
    }

    /**
     * The images of a release, all of which are on this host afterwards.
     *
     * @param project for which they are pulled where one is missing
     */
    Map<String, Pin> of(Release release, String project) throws Refused {
        SortedMap<String, Pin> pins = new TreeMap<>();
        for (Map.Entry<String, WantedService> entry :
                release.wanted().services().entrySet()) {
            ReleasedImage image = release.heading().images().get(entry.getKey());
            if (image != null && !image.id().isEmpty()) {
                pins.put(entry.getKey(), of(entry.getKey(), image, project));
            }
        }
        return pins;
    }

    /** The image of a service of a release. */
    Pin of(String service, ReleasedImage image, String project) throws Refused {
        Optional<Pin> here = desk.here(image.id());
        if (here.isPresent()) {
            return here.get();
        }
        String byDigest = image.byDigest();
        if (byDigest == null) {
            throw new Refused(
                    Kind.NOT_FOUND,
                    "image " + image.id() + " (" + image.reference() + ") of service " + service
                            + " is not on this host any more, and no registry has it",
                    "services." + service + ".image");
        }
        return desk.fetched(byDigest, project);
    }

    /**
     * The image that a lock names, pulled when it is not here.
     *
     * @param locked {@code sha256:...} of an image of this host, or a reference with a digest
     */
    public Pin locked(String service, String locked, String project) throws Refused {
        if (locked.contains("@")) {
            return desk.fetched(locked, project);
        }
        return desk.here(locked)
                .orElseThrow(() -> new Refused(
                        Kind.NOT_FOUND,
                        "the locked image " + locked + " of service " + service
                                + " is not on this host, and no registry has it",
                        "services." + service + ".image"));
    }

    /** What a reference means on this host. */
    public Optional<ReleasedImage> meant(String reference) {
        return desk.meant(reference);
    }
}

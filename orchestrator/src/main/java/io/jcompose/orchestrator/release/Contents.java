package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a wanted project makes a release: not how often it was started. Pure. */
final class Contents {
    private Contents() {}

    /** Whether both want the same, but for images that are not chosen yet. */
    static boolean same(@Nullable WantedProject before, WantedProject after) {
        return before != null
                && (before.down() == null) == (after.down() == null)
                && before.services().keySet().equals(after.services().keySet())
                && before.networks().equals(after.networks())
                && before.volumes().equals(after.volumes())
                && after.services().entrySet().stream()
                        .allMatch(entry -> same(before.services().get(entry.getKey()), entry.getValue()));
    }

    private static boolean same(@Nullable WantedService before, WantedService after) {
        return before != null
                && before.spec().equals(after.spec())
                && before.replicas() == after.replicas()
                && before.running() == after.running()
                && (after.image() == null || Objects.equals(before.image(), after.image()));
    }

    /** The images that are chosen, by service. */
    static SortedMap<String, ReleasedImage> images(WantedProject wanted, ImageDesk desk) {
        SortedMap<String, ReleasedImage> images = new TreeMap<>();
        wanted.services().forEach((name, service) -> {
            String id = service.image() == null ? "" : service.image();
            String reference = service.spec().image();
            images.put(name, new ReleasedImage(reference, id, id.isEmpty() ? null : desk.digest(reference, id)));
        });
        return images;
    }

    /** Whether the services are wanted as another one had them: nobody went back from one. */
    static boolean kept(WantedProject asked, WantedProject now) {
        for (Map.Entry<String, WantedService> entry : asked.services().entrySet()) {
            WantedService service = now.services().get(entry.getKey());
            if (service != null && wentBack(entry.getValue(), service)) {
                return false;
            }
        }
        return true;
    }

    /** Whether what a release changed is still wanted of some services, though others went back from it. */
    static boolean keptPart(Release before, WantedProject asked, WantedProject now) {
        for (Map.Entry<String, WantedService> entry : asked.services().entrySet()) {
            String name = entry.getKey();
            WantedService service = now.services().get(name);
            if (service != null && !wentBack(entry.getValue(), service) && changed(name, before, service)) {
                return true;
            }
        }
        return false;
    }

    private static boolean changed(String name, Release before, WantedService now) {
        WantedService old = before.wanted().services().get(name);
        ReleasedImage image = before.heading().images().get(name);
        return old == null
                || old.replicas() != now.replicas()
                || !old.fingerprint().equals(now.fingerprint())
                || (image != null && !image.id().isEmpty() && !image.id().equals(now.image()));
    }

    private static boolean wentBack(WantedService asked, WantedService now) {
        return !now.fingerprint().equals(asked.fingerprint()) || (isBack(now.update()) && !isBack(asked.update()));
    }

    private static boolean isBack(@Nullable Update update) {
        return update != null
                && (update.state() == Update.State.ROLLING_BACK || update.state() == Update.State.ROLLED_BACK);
    }
}

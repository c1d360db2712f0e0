package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.CommitRequest;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ImageConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a container says over its image, for an image that is made of it. */
public final class ContainerSettings {
    private static final String HOSTNAME = "HOSTNAME";
    private static final String PATH = "PATH";

    private final CommitRequest request;
    private final ContainerSpec container;
    private final ImageConfig image;

    private ContainerSettings(CommitRequest request, ImageConfig image) {
        this.request = request;
        this.container = request.container();
        this.image = image;
    }

    /** @param image of the container */
    public static ContainerSettings of(CommitRequest request, ImageConfig image) {
        return new ContainerSettings(request, image);
    }

    public void putInto(Settings settings) {
        command(settings);
        settings.environment.putAll(environment());
        settings.user = container.user();
        boolean moved = !container.workingDirectory().equals("/") || !settings.workingDirectory.isEmpty();
        settings.workingDirectory = moved ? container.workingDirectory() : "";
        settings.labels.putAll(request.labels());
        settings.ports.addAll(request.ports());
    }

    /**
     * A container knows only the whole command: what begins with the image's entry point is its arguments, and what does
     * not is a command of its own.
     */
    private void command(Settings settings) {
        List<String> whole = container.command();
        List<String> entrypoint = image.entrypoint();
        boolean entered = whole.size() >= entrypoint.size()
                && whole.subList(0, entrypoint.size()).equals(entrypoint);
        if (!entered) {
            settings.entrypoint = null;
        }
        List<String> rest = entered ? whole.subList(entrypoint.size(), whole.size()) : whole;
        settings.command = rest.isEmpty() && settings.command == null ? null : List.copyOf(rest);
    }

    /** Without what every container has. */
    private Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : container.environment()) {
            int equals = entry.indexOf('=');
            all.put(entry.substring(0, Math.max(0, equals)), entry.substring(equals + 1));
        }
        all.remove(HOSTNAME, container.hostname());
        if (image.environment().stream().noneMatch(entry -> entry.startsWith(PATH + "="))) {
            all.remove(PATH);
        }
        return all;
    }
}

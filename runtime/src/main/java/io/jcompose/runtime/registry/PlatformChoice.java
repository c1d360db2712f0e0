package io.jcompose.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which image of an index is the one for a platform. Pure. */
final class PlatformChoice {
    private static final int MOST_NAMED = 12;
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded());

    private PlatformChoice() {}

    /** What is wanted, when this host can run it. */
    static Platform wanted(@Nullable String text) throws ContainerException {
        Platform host = Platform.host();
        if (text == null || text.isEmpty()) {
            return host;
        }
        Platform wanted = Platform.parse(text);
        if (!host.accepts(wanted)) {
            throw new ContainerException("it is asked for " + wanted + ", which this host cannot run: it is a " + host);
        }
        return wanted;
    }

    /** The same variant first, then the nearest that fits, the first of several; one without a platform fits when nothing else does. */
    static Descriptor choose(Document.Index index, Platform wanted) throws ContainerException {
        List<Descriptor> fitting = index.manifests().stream()
                .filter(entry -> entry.platform() != null && wanted.accepts(entry.platform()))
                .toList();
        for (Descriptor entry : fitting) {
            Platform platform = entry.platform();
            if (platform != null && platform.variant().equals(wanted.variant())) {
                return entry;
            }
        }
        if (!fitting.isEmpty()) {
            int best = fitting.stream().mapToInt(PlatformChoice::level).max().orElse(0);
            return fitting.stream()
                    .filter(entry -> !wanted.architecture().equals("arm") || level(entry) == best)
                    .findFirst()
                    .orElse(fitting.get(0));
        }
        return index.manifests().stream()
                .filter(entry -> entry.platform() == null)
                .findFirst()
                .orElseThrow(() -> new ContainerException(
                        "there is none for " + wanted + "; there is one for " + platforms(index)));
    }

    private static int level(Descriptor entry) {
        return entry.platform() == null ? 0 : entry.platform().level();
    }

    private static String platforms(Document.Index index) {
        String text = index.manifests().stream()
                .map(Descriptor::platform)
                .filter(platform -> platform != null && !platform.os().equals("unknown"))
                .map(String::valueOf)
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "no platform at all" : Plain.text(text, 300);
    }

    /** Refuses an image whose configuration says that it is for another platform; one that says nothing may pass. */
    static void check(byte[] config, Platform wanted) throws ContainerException {
        try {
            JsonNode root = MAPPER.readTree(config);
            String architecture = root.path("architecture").asText();
            Platform found = new Platform(
                    root.path("os").asText(), architecture, root.path("variant").asText());
            if (!architecture.isEmpty() && !wanted.accepts(found)) {
                throw new ContainerException(
                        "it is for " + Plain.text(found.toString(), 100) + " only, and not for " + wanted);
            }
        } catch (IOException e) {
            throw new ContainerException("its configuration is no JSON", e);
        }
    }
}

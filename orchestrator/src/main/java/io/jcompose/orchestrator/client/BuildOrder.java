package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image to be built.
 *
 * @param context absolute path of a directory
 * @param file the Dockerfile, relative to the context or absolute
 * @param text the Dockerfile itself, or null
 * @param contexts further directories, or {@code docker-image://} references, by name
 * @param secrets contents in base64 by id
 * @param agents sockets by id
 * @param network default, host, none, or the name of a network
 * @param hosts lines NAME=ADDRESS
 * @param sharedMemory bytes, 0 for the usual
 * @param limits of processes, as nofile=1024:2048
 * @param accounts for the registries of base images
 * @param caches of other hosts
 * @param allowed what the Dockerfile may ask for, as network.host
 */
public record BuildOrder(
        String context,
        String file,
        @Nullable String text,
        Map<String, String> arguments,
        String target,
        Map<String, String> contexts,
        List<String> names,
        Map<String, String> labels,
        Map<String, String> secrets,
        Map<String, String> agents,
        String network,
        List<String> hosts,
        long sharedMemory,
        List<String> limits,
        List<String> allowed,
        List<String> platforms,
        boolean noCache,
        List<String> noCacheFilter,
        boolean pull,
        BuildCaches caches,
        List<RegistryLogin> accounts) {
    byte[] json() {
        return RequestBody.of(out -> {
            out.writeStringField("context", context);
            out.writeStringField("file", file);
            out.writeStringField("text", text);
            RequestBody.pairs(out, "arguments", arguments);
            out.writeStringField("target", target);
            RequestBody.pairs(out, "contexts", contexts);
            RequestBody.texts(out, "names", names);
            RequestBody.pairs(out, "labels", labels);
            RequestBody.pairs(out, "secrets", secrets);
            RequestBody.pairs(out, "agents", agents);
            out.writeStringField("network", network);
            RequestBody.texts(out, "hosts", hosts);
            out.writeNumberField("sharedMemory", sharedMemory);
            RequestBody.texts(out, "limits", limits);
            RequestBody.texts(out, "allowed", allowed);
            out.writeBooleanField("noCache", noCache);
            RequestBody.texts(out, "platforms", platforms);
            RequestBody.texts(out, "noCacheFilter", noCacheFilter);
            out.writeBooleanField("pull", pull);
            RequestBody.texts(out, "cacheFrom", caches.from());
            RequestBody.texts(out, "cacheTo", caches.to());
            RegistryLogin.write(out, accounts);
        });
    }
}

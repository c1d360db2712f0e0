package io.jcompose.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One service, resolved (compose-spec, 05-services). Where a value is null, the image decides.
 *
 * @param name the key under {@code services}
 * @param image image reference as written, {@code PROJECT-SERVICE} for one that is built; empty only with {@code provider}
 * @param command replaces the image's CMD; empty clears it
 * @param entrypoint replaces the image's ENTRYPOINT (and drops its CMD); empty clears it
 * @param environment variables of the container, env_file folded in
 * @param ports published ports, ranges expanded
 * @param expose ports that peers may use, as {@code 80/tcp}; documentation only
 * @param mounts bind mounts, volumes and tmpfs, one per target
 * @param dependsOn services that come first, with the condition to wait for
 * @param links other names of services, by alias
 * @param healthcheck the probe, or null for the image's
 * @param restart what happens after an exit
 * @param replicas how many containers, 0 or more ({@code deploy.replicas})
 * @param limits resource limits
 * @param networks attachments by network key; empty only with {@code network_mode} or {@code provider}
 * @param hostname host name inside, or null for the container's id
 * @param containerName fixed container name, or null for {@code PROJECT-SERVICE-N}
 * @param user {@code uid[:gid]} or {@code name[:group]}
 * @param workingDir absolute path inside
 * @param labels metadata
 * @param extraHosts lines for /etc/hosts: host name to its addresses ({@code host-gateway} is the host)
 * @param stopSignal signal name without SIG, or number; null for the image's or TERM
 * @param stopGracePeriod from stop signal to SIGKILL
 * @param readOnly whether the root file system is read-only
 * @param init whether an init process reaps and forwards signals
 * @param profiles the profiles that enable it; empty means always
 * @param further attributes that have no field of their own; nothing acts on most of them yet
 */
public record Service(
        String name,
        String image,
        @Nullable List<String> command,
        @Nullable List<String> entrypoint,
        SortedMap<String, String> environment,
        List<Port> ports,
        SortedSet<String> expose,
        List<Mount> mounts,
        SortedMap<String, Dependency> dependsOn,
        SortedMap<String, String> links,
        @Nullable Healthcheck healthcheck,
        RestartPolicy restart,
        int replicas,
        Limits limits,
        SortedMap<String, Attachment> networks,
        @Nullable String hostname,
        @Nullable String containerName,
        @Nullable String user,
        @Nullable String workingDir,
        SortedMap<String, String> labels,
        Map<String, List<String>> extraHosts,
        @Nullable String stopSignal,
        Duration stopGracePeriod,
        boolean readOnly,
        boolean init,
        SortedSet<String> profiles,
        Further further) {
    /** This service with another image. */
    public Service withImage(String other) {
        return with(other, further);
    }

    /** This service with other attributes that nothing acts on yet. */
    public Service withFurther(Further other) {
        return with(image, other);
    }

    private Service with(String otherImage, Further otherFurther) {
        return new Service(
                name,
                otherImage,
                command,
                entrypoint,
                environment,
                ports,
                expose,
                mounts,
                dependsOn,
                links,
                healthcheck,
                restart,
                replicas,
                limits,
                networks,
                hostname,
                containerName,
                user,
                workingDir,
                labels,
                extraHosts,
                stopSignal,
                stopGracePeriod,
                readOnly,
                init,
                profiles,
                otherFurther);
    }
}

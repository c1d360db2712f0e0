package io.jcompose.spec.encode;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Limits;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Port;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Durations;
import io.jcompose.spec.decode.PortSyntax;
import io.jcompose.spec.decode.Quantities;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One service to its canonical tree: long forms, attributes in the order of their names, defaults left out. */
public final class ServiceEncoder {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration START_INTERVAL = Duration.ofSeconds(5);
    private static final int RETRIES = 3;
    private static final Healthcheck DISABLED =
            new Healthcheck(List.of("NONE"), PROBE, PROBE, RETRIES, Duration.ZERO, START_INTERVAL);
    private static final int STICKY = 01777;

    private ServiceEncoder() {}

    public static MapNode encode(Service service) {
        Tree tree = new Tree()
                .put("command", command(service.command()))
                .put("container_name", service.containerName())
                .putMap("depends_on", Tree.map(service.dependsOn(), ServiceEncoder::dependency))
                .putMap("deploy", deploy(service))
                .put("entrypoint", command(service.entrypoint()))
                .keyed("environment", service.environment())
                .strings("expose", service.expose())
                .strings("extra_hosts", extraHosts(service));
        Healthcheck healthcheck = service.healthcheck();
        if (healthcheck != null) {
            tree.put("healthcheck", healthcheck(healthcheck));
        }
        tree.put("hostname", service.hostname())
                .put("image", service.image().isEmpty() ? null : service.image())
                .flag("init", service.init())
                .keyed("labels", service.labels())
                .strings("links", links(service))
                .putMap("networks", Tree.map(service.networks(), ServiceEncoder::attachment))
                .putIf(!service.ports().isEmpty(), "ports", Tree.list(service.ports(), ServiceEncoder::port))
                .strings("profiles", service.profiles())
                .flag("read_only", service.readOnly())
                .put("restart", restart(service.restart()))
                .put("stop_grace_period", unless(GRACE, service.stopGracePeriod()))
                .put("stop_signal", signal(service.stopSignal()))
                .put("user", service.user())
                .putIf(!service.mounts().isEmpty(), "volumes", Tree.list(service.mounts(), ServiceEncoder::mount))
                .put("working_dir", service.workingDir());
        return sorted(FurtherEncoder.laidOver(tree.node(), service.further()));
    }

    private static MapNode sorted(MapNode node) {
        return new MapNode(node.span(), new TreeMap<>(node.entries()));
    }

    private static Node command(@Nullable List<String> words) {
        return words == null ? Tree.NULL : Tree.list(words, Tree::string);
    }

    private static MapNode dependency(Dependency dependency) {
        return new Tree()
                .put("condition", dependency.condition().word())
                .flag("restart", dependency.restart())
                .put("required", Tree.bool(dependency.required()))
                .node();
    }

    private static MapNode deploy(Service service) {
        Limits limits = service.limits();
        MapNode limitsNode = new Tree()
                .putIf(limits.nanoCpus() > 0, "cpus", Tree.decimal(Quantities.printCpus(limits.nanoCpus())))
                .putIf(limits.memory() > 0, "memory", Tree.string(Long.toString(limits.memory())))
                .putIf(limits.pids() > 0, "pids", Tree.number(limits.pids()))
                .node();
        MapNode resources = new Tree().putMap("limits", limitsNode).node();
        return new Tree()
                .putIf(service.replicas() != 1, "replicas", Tree.number(service.replicas()))
                .putMap("resources", resources)
                .node();
    }

    private static List<String> extraHosts(Service service) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(service.extraHosts())
                .forEach((host, addresses) -> addresses.forEach(address -> lines.add(host + "=" + address)));
        return lines;
    }

    private static List<String> links(Service service) {
        return service.links().entrySet().stream()
                .map(link ->
                        link.getValue().equals(link.getKey()) ? link.getKey() : link.getValue() + ":" + link.getKey())
                .toList();
    }

    private static MapNode healthcheck(Healthcheck check) {
        if (check.disabled() && check.equals(DISABLED)) {
            return new Tree().flag("disable", true).node();
        }
        boolean ownStartInterval = !check.startInterval().equals(START_INTERVAL);
        String startPeriod =
                ownStartInterval ? Durations.print(check.startPeriod()) : unless(Duration.ZERO, check.startPeriod());
        return new Tree()
                .strings("test", check.test())
                .put("timeout", unless(PROBE, check.timeout()))
                .put("interval", unless(PROBE, check.interval()))
                .putIf(check.retries() != RETRIES, "retries", Tree.number(check.retries()))
                .put("start_period", startPeriod)
                .put("start_interval", unless(START_INTERVAL, check.startInterval()))
                .node();
    }

    private static @Nullable String unless(Duration otherwise, Duration duration) {
        return duration.equals(otherwise) ? null : Durations.print(duration);
    }

    private static Node attachment(Attachment attachment) {
        MapNode node = new Tree()
                .strings("aliases", attachment.aliases())
                .put("ipv4_address", attachment.ipv4Address())
                .node();
        return node.entries().isEmpty() ? Tree.NULL : node;
    }

    private static MapNode port(Port port) {
        String published = PortSyntax.published(port);
        return new Tree()
                .put("mode", "ingress")
                .put("host_ip", port.hostIp())
                .put("target", Tree.number(port.target()))
                .put("published", published.isEmpty() ? null : published)
                .put("protocol", port.protocol().word())
                .node();
    }

    private static @Nullable String restart(RestartPolicy policy) {
        String word = policy.kind().word();
        return switch (policy.kind()) {
            case NO -> null;
            case ON_FAILURE -> policy.maxAttempts() == 0 ? word : word + ":" + policy.maxAttempts();
            case ALWAYS, UNLESS_STOPPED -> word;
        };
    }

    private static @Nullable String signal(@Nullable String signal) {
        return signal == null || Character.isDigit(signal.charAt(0)) ? signal : "SIG" + signal;
    }

    private static MapNode mount(Mount mount) {
        if (mount instanceof Mount.Bind bind) {
            return new Tree()
                    .put("type", "bind")
                    .put("source", bind.source())
                    .put("target", bind.target())
                    .flag("read_only", bind.readOnly())
                    .put(
                            "bind",
                            new Tree()
                                    .put("create_host_path", Tree.bool(bind.createHostPath()))
                                    .node())
                    .node();
        }
        if (mount instanceof Mount.NamedVolume volume) {
            return new Tree()
                    .put("type", "volume")
                    .put("source", volume.volume())
                    .put("target", volume.target())
                    .flag("read_only", volume.readOnly())
                    .put("volume", new Tree().flag("nocopy", volume.nocopy()).node())
                    .node();
        }
        Mount.Tmpfs tmpfs = (Mount.Tmpfs) mount;
        MapNode options = new Tree()
                .putIf(tmpfs.size() > 0, "size", Tree.string(Long.toString(tmpfs.size())))
                .putIf(tmpfs.mode() != STICKY, "mode", Tree.string(String.format("%04o", tmpfs.mode())))
                .node();
        return new Tree()
                .put("type", "tmpfs")
                .put("target", tmpfs.target())
                .putMap("tmpfs", options)
                .node();
    }
}

package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.AnonymousVolume;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.Slot;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.Volumes;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service and an image become the spec of one container. */
public final class ContainerPlans {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Volumes volumes;
    private final Function<String, @Nullable WantedProject> projects;
    private final Supplier<String> ids;

    /** {@code ids} gives 32 lower-case hex digits, new ones each time. */
    public ContainerPlans(Volumes volumes, Function<String, @Nullable WantedProject> projects, Supplier<String> ids) {
        this.volumes = volumes;
        this.projects = projects;
        this.ids = ids;
    }

    ContainerSpec spec(Action.CreateContainer create, Image image) throws ContainerException, IOException {
        Service service = create.service().spec();
        ImageConfig config = image.config();
        String id = ids.get();
        String hostname = service.hostname();
        OneOff oneOff = create.service().oneOff();
        return new ContainerSpec(
                id,
                image.id(),
                command(service, config),
                environment(service, config),
                firstOf(service.workingDir(), config.workingDirectory(), "/"),
                firstOf(service.user(), config.user(), ""),
                hostname == null ? id.substring(0, 12) : hostname,
                mounts(create, config),
                new ContainerLimits(
                        service.limits().memory(),
                        service.limits().nanoCpus(),
                        service.limits().pids()),
                service.readOnly(),
                service.init(),
                oneOff != null && oneOff.terminal(),
                LogLimits.DEFAULT,
                labels(create, image).toMap());
    }

    private static Labels labels(Action.CreateContainer create, Image image) {
        Service service = create.service().spec();
        OneOff oneOff = create.service().oneOff();
        String stop = firstOf(service.stopSignal(), image.config().stopSignal(), "TERM");
        return new Labels(
                create.slot(),
                create.name(),
                create.service().fingerprint(),
                image.id(),
                service.image(),
                create.service().tokens().recreate(),
                Signals.number(stop).orElse(Signals.TERM),
                Instant.now().toString(),
                oneOff == null ? "" : oneOff.service());
    }

    private static String firstOf(@Nullable String wanted, @Nullable String image, String otherwise) {
        if (wanted != null) {
            return wanted;
        }
        return image == null || image.isEmpty() ? otherwise : image;
    }

    /** compose-spec, command and entrypoint: an entrypoint of the service drops the image's command. */
    static List<String> command(Service service, ImageConfig image) throws ContainerException {
        List<String> entrypoint = service.entrypoint();
        List<String> command = service.command();
        List<String> all = new ArrayList<>(entrypoint == null ? image.entrypoint() : entrypoint);
        if (command != null) {
            all.addAll(command);
        } else if (entrypoint == null) {
            all.addAll(image.command());
        }
        if (all.isEmpty()) {
            throw new ContainerException("service " + service.name() + ": neither the service nor image "
                    + service.image() + " says what to run: add a command");
        }
        return all;
    }

    static List<String> environment(Service service, ImageConfig image) {
        Map<String, String> all = new TreeMap<>();
        all.put("PATH", DEFAULT_PATH);
        for (String entry : image.environment()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                all.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        all.putAll(service.environment());
        String hostname = service.hostname();
        if (hostname != null) {
            all.putIfAbsent("HOSTNAME", hostname);
        }
        return all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private List<ContainerMount> mounts(Action.CreateContainer create, ImageConfig config)
            throws ContainerException, IOException {
        Service service = create.service().spec();
        List<ContainerMount> mounts = new ArrayList<>();
        for (Mount mount : service.mounts()) {
            mounts.add(mount(create, mount));
        }
        for (String target : config.volumes()) {
            if (service.mounts().stream().noneMatch(mount -> mount.target().equals(target))) {
                mounts.add(mount(create, new Mount.NamedVolume(null, target, false, false)));
            }
        }
        return mounts;
    }

    private ContainerMount mount(Action.CreateContainer create, Mount mount) throws ContainerException, IOException {
        if (mount instanceof Mount.Bind bind) {
            return new ContainerMount.Bind(source(bind), bind.target(), bind.readOnly(), false);
        }
        if (mount instanceof Mount.Tmpfs tmpfs) {
            return new ContainerMount.Tmpfs(tmpfs.target(), tmpfs.size(), tmpfs.mode());
        }
        if (mount instanceof Mount.NamedVolume named) {
            Path directory = volumes.ensure(
                    realName(create, named),
                    Labels.ofProject(Map.of(), create.slot().project()));
            return new ContainerMount.Bind(directory.toString(), named.target(), named.readOnly(), !named.nocopy());
        }
        throw new IllegalStateException("no mount for " + mount);
    }

    private static String source(Mount.Bind bind) throws ContainerException {
        Path source = Path.of(bind.source());
        if (!Files.exists(source)) {
            if (!bind.createHostPath()) {
                throw new ContainerException(
                        "bind source " + source + " does not exist: create it, or set bind.create_host_path: true");
            }
            makeSource(source);
        }
        return bind.source();
    }

    private static void makeSource(Path source) throws ContainerException {
        try {
            Files.createDirectories(source);
        } catch (IOException e) {
            throw new ContainerException(
                    "cannot make the bind source " + source + ", which does not exist: " + e.getMessage(), e);
        }
    }

    private String realName(Action.CreateContainer create, Mount.NamedVolume named) {
        Slot slot = create.slot();
        if (named.volume() == null) {
            return AnonymousVolume.at(slot, named.target(), create.service()).name();
        }
        WantedProject project = projects.apply(slot.project());
        Volume volume = project == null ? null : project.volumes().get(named.volume());
        return volume == null ? slot.project() + "_" + named.volume() : volume.name();
    }
}

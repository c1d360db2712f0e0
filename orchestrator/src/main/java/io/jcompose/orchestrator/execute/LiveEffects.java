package io.jcompose.orchestrator.execute;

import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Networks;
import io.jcompose.network.Transport;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.orchestrator.observe.Observer;
import io.jcompose.orchestrator.observe.Provenance;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Effects;
import io.jcompose.orchestrator.plan.HeldPorts;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Volumes;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Network;
import io.jcompose.spec.Port;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import io.jcompose.spec.change.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Effects} on the real machine. */
public final class LiveEffects implements Effects {
    private final Containers containers;
    private final Images images;
    private final ImageSupply supply;
    private final Volumes volumes;
    private final Networks networks;
    private final Observer observer;
    private final Ledger ledger;
    private final BootClock clock;
    private final Choices choices;
    private final Wiring wiring;
    private final ContainerPlans plans;
    private final GrantedFiles granted;
    private final HookContainers hookContainers;
    private final Hooks hooks;

    /** What effects need besides the host. */
    public record Means(ImageSupply supply, SecretStore secrets, BootClock clock, Consumer<Progress> progress) {}

    /** Where durable choices of effects go: the project store. */
    public interface Choices {
        /** Pins the image of a reference for the services of the project that want it and have none. */
        void imageChosen(String project, String reference, String image, @Nullable Healthcheck probe)
                throws IOException;

        /** How updates go on; a service of which something else is wanted by now keeps its wish. */
        void judged(Action.JudgeUpdates judge) throws IOException;

        /** Nothing is left of a project that went down. */
        void forget(String project) throws IOException;

        /** A one-off container is not wanted any more or, when it is gone, not known either. */
        void endOneOff(String project, String name, boolean gone) throws IOException;

        /** What is wanted of a project, or null when it is not wanted at all. */
        @Nullable
        WantedProject project(String name);
    }

    /** Effects on {@code host}; what they do is reported to {@code observer} and {@code choices}. */
    public LiveEffects(Host host, Observer observer, Ledger ledger, Choices choices, Means means) {
        this.containers = host.containers();
        this.images = host.images();
        this.supply = means.supply();
        this.volumes = host.volumes();
        this.networks = host.networks();
        this.observer = observer;
        this.ledger = ledger;
        this.clock = means.clock();
        this.choices = choices;
        this.wiring = new Wiring(networks, choices::project, new HostResolvers(Path.of("/etc/resolv.conf")));
        this.granted = new GrantedFiles(means.secrets());
        this.plans = new ContainerPlans(volumes, choices::project, Incarnations::next);
        this.hookContainers = new HookContainers(containers, wiring, new HookSpecs(images, supply, plans), granted);
        this.hooks = new Hooks(containers, ledger, means.clock(), hookContainers, means.progress());
    }

    /** Removes what hooks of a killed daemon left, and addresses of containers that are gone. */
    public void sweep() throws NetworkException {
        hookContainers.sweep();
        wiring.disconnectOthers(containers.list().keySet());
    }

    @Override
    public void perform(Action action) throws ActionFailed {
        try {
            if (!onHost(action)) {
                onContainer(action);
            }
        } catch (ContainerException | NetworkException | IOException e) {
            throw new ActionFailed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Images, ports, networks, volumes, names, projects; false for an action on a container. */
    private boolean onHost(Action action) throws ContainerException, NetworkException, IOException {
        if (action instanceof Action.ChooseImage choose) {
            chooseImage(choose);
        } else if (action instanceof Action.ReservePorts reserve) {
            reserve(reserve);
        } else if (action instanceof Action.ReleasePorts release) {
            networks.release(release.owner());
        } else if (action instanceof Action.EnsureNetwork ensure) {
            ensureNetwork(ensure);
        } else if (action instanceof Action.RemoveNetwork remove) {
            networks.remove(remove.name());
        } else if (action instanceof Action.EnsureVolume ensure) {
            Volume volume = ensure.volume();
            Map<String, String> labels = WantedProject.guarded(volume)
                    ? Labels.ofGuardedVolume(volume.labels(), ensure.project())
                    : Labels.ofProject(volume.labels(), ensure.project());
            volumes.ensure(volume.name(), Provenance.labels(labels, Configuration.of(volume)));
        } else if (action instanceof Action.RemoveVolume remove) {
            volumes.remove(remove.name());
        } else if (action instanceof Action.ApplyRouting apply) {
            wiring.apply(apply.routing());
            observer.routed(apply.routing());
        } else if (action instanceof Action.JudgeUpdates judge) {
            choices.judged(judge);
        } else if (action instanceof Action.ForgetProject forget) {
            choices.forget(forget.project());
        } else if (action instanceof Action.EndOneOff end) {
            choices.endOneOff(end.project(), end.name(), end.gone());
        } else {
            return false;
        }
        return true;
    }

    /** One that is there is repaired as it was made: only when it was removed it is made as it is wanted now. */
    private void ensureNetwork(Action.EnsureNetwork ensure) throws NetworkException {
        Network network = ensure.network();
        NetworkState known = networks.networks().get(network.name());
        Map<String, String> labels = Labels.ofProject(network.labels(), ensure.project());
        networks.ensure(
                known != null
                        ? known.spec()
                        : new NetworkSpec(
                                network.name(),
                                network.internal(),
                                network.subnet(),
                                network.gateway(),
                                Provenance.labels(labels, Configuration.of(network))));
        observer.networkEnsured(network.name());
    }

    private void onContainer(Action action) throws ContainerException, NetworkException, IOException {
        if (action instanceof Action.CreateContainer create) {
            create(create);
        } else if (action instanceof Action.ConnectContainer connect) {
            wiring.connect(
                    connect.container(),
                    connect.service(),
                    containers.sandbox(connect.container().id()));
            observer.connected(connect.container().id());
        } else if (action instanceof Action.DisconnectContainer disconnect) {
            networks.disconnect(disconnect.container().id(), disconnect.network());
        } else if (action instanceof Action.StartContainer start) {
            start(start.container().id(), start);
        } else if (action instanceof Action.DrainContainer drain) {
            Memo memo = drain.container().memo();
            ledger.put(drain.container().id(), memo.with(memo.care().draining(drain.deadline())));
        } else if (action instanceof Action.StopContainer stop) {
            stop(stop);
        } else if (action instanceof Action.SignalContainer signal) {
            ledger.put(signal.container().id(), signal.memo());
            containers.signal(signal.container().id(), signal.signal());
        } else if (action instanceof Action.RunHooks run) {
            hooks.run(run);
        } else if (action instanceof Action.ReloadContainer reload) {
            reload(reload);
        } else if (action instanceof Action.KillContainer kill) {
            containers.kill(kill.container().id());
        } else if (action instanceof Action.RemoveContainer remove) {
            remove(remove.container());
        } else if (action instanceof Action.Remember remember) {
            ledger.put(remember.container().id(), remember.memo());
        } else {
            throw new IllegalStateException("no effect for " + action);
        }
    }

    private void create(Action.CreateContainer create) throws ContainerException, IOException {
        ContainerSpec spec = plans.spec(create, images.byId(chosen(create)));
        containers.create(spec);
        ledger.put(spec.id(), create.memo());
    }

    private static String chosen(Action.CreateContainer create) throws ContainerException {
        String image = create.service().image();
        if (image == null) {
            throw new ContainerException("no image was chosen for " + create.name());
        }
        return image;
    }

    private void chooseImage(Action.ChooseImage choose) throws ContainerException, IOException {
        String reference = choose.reference();
        Image image = supply.get(choose);
        choices.imageChosen(choose.project(), reference, image.id(), ImageProbes.of(image.config()));
    }

    private void reserve(Action.ReservePorts reserve) throws NetworkException {
        for (Map.Entry<String, Port> entry :
                HeldPorts.needed(reserve.project(), reserve.service()).entrySet()) {
            Port port = entry.getValue();
            Transport transport = port.protocol() == Port.Protocol.UDP ? Transport.UDP : Transport.TCP;
            networks.reserve(entry.getKey(), port.hostIp(), port.published(), port.publishedEnd(), transport);
        }
    }

    private void start(String id, Action.StartContainer start) throws ContainerException, IOException {
        // Remembered afterwards: a daemon killed in between starts it once more rather than never.
        try {
            if (!runs(id)) {
                // First: nobody may see it running with the health of the run before.
                ledger.begins(id, clock.millis());
                containers.start(
                        id,
                        wiring.files(start.container(), start.service()),
                        granted.of(start.service().spec()));
            }
        } finally {
            ledger.put(id, start.memo());
        }
    }

    /** Whether it was found running since the round planned its start: a killed daemon had begun to start it. */
    private boolean runs(String id) {
        ContainerState state = containers.state(id);
        return state != null && state.status() instanceof ContainerStatus.Running;
    }

    private void stop(Action.StopContainer stop) throws ContainerException, IOException {
        ObservedContainer container = stop.container();
        Memo memo = container.memo().stopping(stop.deadline());
        ledger.put(container.id(), memo);
        int signal = stop.signal();
        ContainerState state = containers.state(container.id());
        if (signal == 0 && state != null) {
            signal = Labels.of(state.spec().labels()).map(Labels::stopSignal).orElse(Signals.TERM);
        }
        if (memo.care().drainDeadline() != 0) {
            networks.retire(container.id());
        }
        containers.signal(container.id(), signal);
    }

    /** Remembered last: a daemon killed before gives the files and the signal once more. */
    private void reload(Action.ReloadContainer reload) throws ContainerException, IOException {
        ObservedContainer container = reload.container();
        Service service = reload.service().spec();
        containers.replace(container.id(), granted.of(container.memo().run().changed(service)));
        containers.signal(container.id(), Signals.number(reload.signal()).orElse(Signals.TERM));
        ledger.put(container.id(), reload.memo());
    }

    private void remove(ObservedContainer container) throws ContainerException, NetworkException, IOException {
        wiring.disconnect(container.id());
        containers.remove(container.id());
        observer.removed(container.id());
        ledger.forget(container.id());
    }
}

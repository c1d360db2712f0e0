package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Network;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.Volume;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One thing to do. Each is idempotent: done again it changes nothing. */
public sealed interface Action {
    Resource resource();

    /** The project it is done for; empty when for all. */
    String project();

    /** The service that it is done for; empty when for all of the project. */
    default String serviceName() {
        return "";
    }

    Because because();

    /** Tree path of the value in the file that it comes from, for errors. */
    String path();

    /** What is done, as a line of a plan: {@code create container shop-web-1}. */
    String text();

    /**
     * Finds the image of a reference, at its registry where the policy says so, and pins its id for the services that
     * want it.
     *
     * @param services the names of these services; not empty
     * @param policy the strictest of theirs
     * @param platform that they ask for, or null for this host's
     */
    record ChooseImage(
            String project,
            String reference,
            List<String> services,
            PullPolicy policy,
            @Nullable String platform,
            Because because)
            implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.IMAGE, reference);
        }

        @Override
        public String path() {
            return "services." + services.get(0) + ".image";
        }

        @Override
        public String text() {
            return "choose image " + reference;
        }
    }

    /** Holds the host ports of a service or of one of its containers. */
    record ReservePorts(String project, String owner, WantedService service, Because because) implements Action {
        @Override
        public String serviceName() {
            return service.spec().name();
        }

        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.PORTS, owner);
        }

        @Override
        public String path() {
            return "services." + service.spec().name() + ".ports";
        }

        @Override
        public String text() {
            return "hold ports of " + owner;
        }
    }

    /** Gives the host ports of an owner back. */
    record ReleasePorts(String project, String owner, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.PORTS, owner);
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String text() {
            return "release ports of " + owner;
        }
    }

    /** Makes or repairs a network. */
    record EnsureNetwork(String project, String key, Network network, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.NETWORK, network.name());
        }

        @Override
        public String path() {
            return "networks." + key;
        }

        @Override
        public String text() {
            return "create network " + network.name();
        }
    }

    /** Removes a network. */
    record RemoveNetwork(String project, String name, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.NETWORK, name);
        }

        @Override
        public String path() {
            return because instanceof Because.Reconfigured changed ? changed.path() : "";
        }

        @Override
        public String text() {
            return (because instanceof Because.Reconfigured ? "recreate network " : "remove network ") + name;
        }
    }

    /** Makes a volume. */
    record EnsureVolume(String project, String key, Volume volume, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.VOLUME, volume.name());
        }

        @Override
        public String path() {
            return "volumes." + key;
        }

        @Override
        public String text() {
            return "create volume " + volume.name();
        }
    }

    /** Removes a volume and what is in it. */
    record RemoveVolume(String project, String name, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.VOLUME, name);
        }

        @Override
        public String path() {
            return because instanceof Because.Reconfigured changed ? changed.path() : "";
        }

        @Override
        public String text() {
            return (because instanceof Because.Reconfigured ? "recreate volume " : "remove volume ") + name;
        }
    }

    /**
     * Makes a new incarnation for a slot.
     *
     * @param memo what is to be remembered of it from the beginning
     */
    record CreateContainer(Slot slot, String name, WantedService service, Memo memo, Because because)
            implements Action {
        public CreateContainer(Slot slot, String name, WantedService service, Because because) {
            this(slot, name, service, Memo.NEW, because);
        }

        @Override
        public String project() {
            return slot.project();
        }

        @Override
        public String serviceName() {
            return slot.service();
        }

        @Override
        public Resource resource() {
            return new Resource(slot.project(), Resource.Kind.SLOT, slot.name());
        }

        @Override
        public String path() {
            return "services." + slot.service();
        }

        @Override
        public String text() {
            return "create container " + name;
        }
    }

    /**
     * A one-off container is not wanted any more.
     *
     * @param name under which it stands among the services
     * @param gone whether its container is gone too, so that nothing is left to know
     */
    record EndOneOff(String project, String name, boolean gone, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.SLOT, name);
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String text() {
            return (gone ? "forget one-off " : "end one-off ") + name;
        }
    }

    /** What is done to one container. */
    sealed interface OnContainer extends Action {
        ObservedContainer container();

        @Override
        default String project() {
            return container().slot().project();
        }

        @Override
        default String serviceName() {
            return container().slot().service();
        }

        @Override
        default Resource resource() {
            return new Resource(project(), Resource.Kind.CONTAINER, container().id());
        }

        @Override
        default String path() {
            return "services." + container().slot().service();
        }
    }

    /** Gives a container its sandbox and interfaces, or repairs them. */
    record ConnectContainer(ObservedContainer container, WantedService service, Because because)
            implements OnContainer {
        @Override
        public String path() {
            return "services." + container.slot().service() + ".networks";
        }

        @Override
        public String text() {
            return "connect container " + container.name();
        }
    }

    /** Takes a container that does not run off a network, which is to go. */
    record DisconnectContainer(ObservedContainer container, String network, Because because) implements OnContainer {
        @Override
        public String text() {
            return "disconnect container " + container.name() + " from network " + network;
        }
    }

    /**
     * Starts a container.
     *
     * @param memo what is to be remembered once it runs
     */
    record StartContainer(ObservedContainer container, WantedService service, Memo memo, Because because)
            implements OnContainer {
        @Override
        public String text() {
            boolean again = container.life() instanceof Life.Exited || container.life() instanceof Life.FailedToStart;
            return (again ? "restart container " : "start container ") + container.name();
        }
    }

    /**
     * Leads nothing new to a container, so that it finishes what it serves before it is stopped.
     *
     * @param deadline when it is stopped even if it still serves, CLOCK_BOOTTIME milliseconds
     */
    record DrainContainer(ObservedContainer container, long deadline, Because because) implements OnContainer {
        @Override
        public String text() {
            return "drain container " + container.name();
        }
    }

    /**
     * Stores the deadline, then sends the stop signal.
     *
     * @param signal number, or 0 for the image's own or SIGTERM
     * @param deadline when SIGKILL is due, CLOCK_BOOTTIME milliseconds
     */
    record StopContainer(ObservedContainer container, int signal, long deadline, Because because)
            implements OnContainer {
        @Override
        public String text() {
            return "stop container " + container.name();
        }
    }

    /** Sends a signal that a person asked for. */
    record SignalContainer(ObservedContainer container, int signal, Memo memo, Because because) implements OnContainer {
        @Override
        public String text() {
            return "signal container " + container.name() + " with " + signal;
        }
    }

    /**
     * Gives a running container other contents of its secrets and configs, and tells it by a signal.
     *
     * @param signal number of the signal
     * @param memo what is to be remembered then
     */
    record ReloadContainer(
            ObservedContainer container, WantedService service, String signal, Memo memo, Because because)
            implements OnContainer {
        @Override
        public String text() {
            return "reload container " + container.name() + " with SIG" + signal;
        }
    }

    /**
     * Runs hooks of a container, one after the other.
     *
     * @param due when those before a stop must have ended, CLOCK_BOOTTIME milliseconds; 0 for others
     * @param memo what is to be remembered when they have ended
     */
    record RunHooks(
            ObservedContainer container,
            WantedService service,
            Hook.Kind kind,
            List<Hook> hooks,
            long due,
            Memo memo,
            Because because)
            implements OnContainer {
        @Override
        public String path() {
            return "services." + container.slot().service() + "." + kind.word();
        }

        @Override
        public String text() {
            return "run " + kind.word() + " of container " + container.name();
        }
    }

    /** Kills every process of a container. */
    record KillContainer(ObservedContainer container, Because because) implements OnContainer {
        @Override
        public String text() {
            return "kill container " + container.name();
        }
    }

    /** Removes a container that does not run, with its leases. */
    record RemoveContainer(ObservedContainer container, Because because) implements OnContainer {
        @Override
        public String text() {
            return "remove container " + container.name();
        }
    }

    /** Only remembers that a container has followed a command, or was found after a reboot. */
    record Remember(ObservedContainer container, Memo memo, Because because) implements OnContainer {
        @Override
        public String text() {
            return "keep container " + container.name();
        }
    }

    /** Applies names and ports of all projects. */
    record ApplyRouting(Routing routing, Because because) implements Action {
        @Override
        public String project() {
            return "";
        }

        @Override
        public Resource resource() {
            return new Resource("", Resource.Kind.ROUTING, "");
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String text() {
            return "apply names and ports";
        }
    }

    /**
     * Stores how updates of services go on: they are done, or too many new containers failed.
     *
     * @param judgements one or more
     */
    record JudgeUpdates(String project, List<Judgement> judgements, Because because) implements Action {
        /** What was wanted of a service when this was judged, and what is to be wanted instead. */
        public record Judgement(WantedService before, WantedService after) {
            String text() {
                Update update = after.update();
                String name = before.spec().name();
                if (update == null || !update.state().active()) {
                    boolean halted = update != null && update.state() != Update.State.ROLLED_BACK;
                    return halted ? "pause the update of " + name : "note that " + name + " is updated";
                }
                return "roll back " + name;
            }
        }

        @Override
        public Resource resource() {
            return new Resource(
                    project,
                    Resource.Kind.UPDATE,
                    judgements.get(0).before().spec().name());
        }

        @Override
        public String path() {
            return "services." + judgements.get(0).before().spec().name() + ".deploy";
        }

        @Override
        public String text() {
            return judgements.stream().map(Judgement::text).collect(Collectors.joining(", "));
        }
    }

    /** Forgets a project of which nothing is left. */
    record ForgetProject(String project, Because because) implements Action {
        @Override
        public Resource resource() {
            return new Resource(project, Resource.Kind.PROJECT, project);
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String text() {
            return "forget project " + project;
        }
    }
}

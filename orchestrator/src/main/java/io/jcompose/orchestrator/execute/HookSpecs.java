package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service and a hook become the spec of a container that lives for the hook. */
final class HookSpecs {
    private final Images images;
    private final ImageSupply supply;
    private final ContainerPlans plans;

    HookSpecs(Images images, ImageSupply supply, ContainerPlans plans) {
        this.images = images;
        this.supply = supply;
        this.plans = plans;
    }

    ContainerSpec of(Action.RunHooks action, Hook hook) throws ContainerException, IOException {
        Image image = image(action, hook);
        ContainerSpec own = plans.spec(
                new Action.CreateContainer(
                        action.container().slot(), action.container().name(), action.service(), action.because()),
                image);
        Service service = action.service().spec();
        boolean foreign = hook.image() != null;
        String user = hook.user();
        String directory = hook.workingDirectory();
        List<String> environment = new ArrayList<>(own.environment());
        environment.addAll(Hooks.variables(hook));
        return new ContainerSpec(
                own.id(),
                image.id(),
                command(service, hook, image),
                environment,
                directory != null ? directory : foreign ? image.config().workingDirectory() : own.workingDirectory(),
                user != null ? user : foreign ? image.config().user() : own.user(),
                own.hostname(),
                own.mounts(),
                own.limits(),
                own.readOnly(),
                true,
                false,
                own.logs(),
                Map.of(HookContainers.LABEL, action.project()));
    }

    /** The hook's command is the whole command line; without one, its image says what to run. */
    private static List<String> command(Service service, Hook hook, Image image) throws ContainerException {
        List<String> own = hook.command();
        if (own != null) {
            return own;
        }
        List<String> command = new ArrayList<>(image.config().entrypoint());
        command.addAll(image.config().command());
        if (command.isEmpty()) {
            throw new ContainerException("pre_start of service " + service.name()
                    + ": neither the hook nor its image says what to run: add a command");
        }
        return command;
    }

    private Image image(Action.RunHooks action, Hook hook) throws ContainerException {
        String reference = hook.image();
        String chosen = action.service().image();
        if (reference == null && chosen != null) {
            return images.byId(chosen);
        }
        Service service = action.service().spec();
        return supply.get(new Action.ChooseImage(
                action.project(),
                reference == null ? service.image() : reference,
                List.of(service.name()),
                PullPolicy.MISSING,
                service.further().text("platform").orElse(null),
                new Because.Missing("image of a hook")));
    }
}

package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.execute.Progress.Phase;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.manifest.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the image of a service comes from: this host, or its registry when the policy says so. */
public final class ImageSupply {
    /** Names that are made of this host's files, and are in no registry. */
    private static final String BUILT_IN = "jcompose/";

    private final Images images;
    private final Registries registries;
    private final LentAccounts accounts;
    private final Clock clock;
    private final Consumer<Progress> progress;

    public ImageSupply(Host host, LentAccounts accounts, Clock clock, Consumer<Progress> progress) {
        this.images = host.images();
        this.registries = host.registries();
        this.accounts = accounts;
        this.clock = clock;
        this.progress = progress;
    }

    Image get(Action.ChooseImage choose) throws ContainerException {
        String reference = choose.reference();
        String platform = choose.platform();
        if (platform != null && !Platform.host().accepts(Platform.parse(platform))) {
            throw new ContainerException("image '" + reference + "' is asked for on " + platform
                    + ", which this host cannot run: it is " + Platform.host());
        }
        if (reference.startsWith(BUILT_IN)) {
            return local(choose);
        }
        Image here = null;
        ContainerException.ImageNotFound missing = null;
        try {
            here = local(choose);
        } catch (ContainerException.ImageNotFound e) {
            missing = e;
        }
        boolean pinned = reference.contains("@");
        Optional<Instant> since = registries.known(reference).map(Registries.Known::since);
        if (PullDue.is(choose.policy(), pinned, here != null, since, clock.instant())) {
            return pulled(choose, missing);
        }
        if (here == null) {
            throw missing == null ? new ContainerException("no image " + reference) : missing;
        }
        return here;
    }

    private Image local(Action.ChooseImage choose) throws ContainerException {
        AtomicBoolean building = new AtomicBoolean();
        Image image = images.get(choose.reference(), line -> {
            building.set(true);
            tell(choose, "Building", Phase.WORKING, line);
        });
        if (building.get()) {
            tell(choose, "Built", Phase.DONE, "");
        }
        return image;
    }

    private Image pulled(Action.ChooseImage choose, ContainerException.@Nullable ImageNotFound missing)
            throws ContainerException {
        tell(choose, "Pulling", Phase.WORKING, "");
        var news = new LayerNews(choose.project(), choose.reference(), progress);
        var visit = new Registries.Visit(accounts.of(choose.project()), choose.platform(), news);
        try {
            Image image = registries.pull(choose.reference(), visit);
            tell(choose, "Pulled", Phase.DONE, "");
            return image;
        } catch (ContainerException e) {
            throw missing == null ? e : new ContainerException(e.getMessage() + "; " + missing.getMessage(), e);
        }
    }

    private void tell(Action.ChooseImage choose, String status, Phase phase, String detail) {
        progress.accept(new Progress(
                choose.project(), "Image " + choose.reference(), status, phase, detail.isEmpty() ? null : detail));
    }
}

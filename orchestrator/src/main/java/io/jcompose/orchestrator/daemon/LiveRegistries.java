package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.RegistryDesk;
import io.jcompose.orchestrator.execute.LayerNews;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.TransferProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@link RegistryDesk} on the runtime. */
final class LiveRegistries implements RegistryDesk {
    private final Images images;
    private final Registries registries;
    private final LentAccounts lent;

    LiveRegistries(Images images, Registries registries, LentAccounts lent) {
        this.images = images;
        this.registries = registries;
        this.lent = lent;
    }

    static RegistryAccounts accounts(List<Login> logins) {
        Map<String, RegistryAccounts.Account> accounts = new HashMap<>();
        for (Login login : logins) {
            accounts.put(
                    login.registry(),
                    new RegistryAccounts.Account(login.user(), login.secret(), login.identityToken()));
        }
        return new RegistryAccounts(accounts);
    }

    @Override
    public String pull(Wish wish, Consumer<Progress> progress) throws Refused {
        return Told.by(() -> {
            if (wish.onlyMissing() && isHere(wish.reference())) {
                return images.get(wish.reference(), line -> {}).id();
            }
            var news = new LayerNews("", wish.reference(), progress);
            var visit = new Registries.Visit(accounts(wish.accounts()), wish.platform(), news);
            return registries.pull(wish.reference(), visit).id();
        });
    }

    private boolean isHere(String reference) throws ContainerException {
        try {
            images.get(reference, line -> {});
            return true;
        } catch (ContainerException.ImageNotFound e) {
            return false;
        }
    }

    @Override
    public String push(String reference, List<Login> logins, Consumer<Progress> progress) throws Refused {
        var news = new LayerNews("", reference, progress);
        return Told.by(() -> registries.push(reference, new Registries.Visit(accounts(logins), null, news)));
    }

    @Override
    public String digest(String reference, List<Login> logins) throws Refused {
        return Told.by(() ->
                registries.digest(reference, new Registries.Visit(accounts(logins), null, TransferProgress.NONE)));
    }

    @Override
    public void login(Login login) throws Refused {
        Told.by(() -> {
            var visit = new Registries.Visit(accounts(List.of(login)), null, TransferProgress.NONE);
            registries.login(login.registry(), visit);
            return login;
        });
    }

    @Override
    public LentAccounts.Loan lend(String project, List<Login> logins) {
        return lent.lend(project, accounts(logins));
    }
}

package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.RegistryAccounts;

/**
 * What somebody wants of a registry, for the sentence when it does not work.
 *
 * @param what as {@code pull 'app:1'}
 */
record Errand(String what, String registry, RegistryAccounts accounts) {
    @FunctionalInterface
    interface Work<T> {
        T run() throws ContainerException;
    }

    <T> T run(Work<T> work) throws ContainerException {
        try {
            return work.run();
        } catch (Refusal.Absent e) {
            throw new ContainerException.ImageNotFound(sentence(e) + "; check the name and the tag");
        } catch (Refusal.Unauthorised e) {
            throw new ContainerException(sentence(e) + "; " + advice(), e);
        } catch (ContainerException.ImageNotFound e) {
            throw e;
        } catch (ContainerException e) {
            throw new ContainerException(sentence(e), e);
        }
    }

    private String sentence(ContainerException failure) {
        return "cannot " + what + ": " + failure.getMessage();
    }

    private String advice() {
        String login = "jcompose login" + (registry.equals(Repository.DOCKER) ? "" : " " + registry);
        return accounts.at(registry)
                .map(account -> "'" + account.user() + "' may not do this, or the image is not there; another account: "
                        + login)
                .orElse("the image is not there, or needs an account: " + login);
    }
}

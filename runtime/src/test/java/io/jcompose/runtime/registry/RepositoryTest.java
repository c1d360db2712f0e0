package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.ImageReference;
import org.junit.jupiter.api.Test;

class RepositoryTest {
    private static Repository of(String reference) throws ContainerException {
        return Repository.of(ImageReference.parse(reference));
    }

    @Test
    void aNameWithoutHostIsDockers() throws ContainerException {
        assertThat(of("nginx")).isEqualTo(new Repository("docker.io", "library/nginx"));
        assertThat(of("docker.io/bitnami/redis:7")).isEqualTo(new Repository("docker.io", "bitnami/redis"));
    }

    @Test
    void theHostIsWhatHasADotAPortOrIsLocalhost() throws ContainerException {
        assertThat(of("ghcr.io/owner/app")).isEqualTo(new Repository("ghcr.io", "owner/app"));
        assertThat(of("lan:5000/app")).isEqualTo(new Repository("lan:5000", "app"));
        assertThat(of("localhost/app")).isEqualTo(new Repository("localhost", "app"));
        assertThat(of("[::1]:5000/app")).isEqualTo(new Repository("[::1]:5000", "app"));
        assertThat(of("team/app")).isEqualTo(new Repository("docker.io", "team/app"));
    }

    @Test
    void addressesFollowTheSpecification() throws ContainerException {
        Repository repository = of("ghcr.io/owner/app");
        assertThat(repository.manifest("1.0")).isEqualTo("/v2/owner/app/manifests/1.0");
        assertThat(repository.blob("sha256:ab")).isEqualTo("/v2/owner/app/blobs/sha256:ab");
        assertThat(repository.uploads()).isEqualTo("/v2/owner/app/blobs/uploads/");
        assertThat(repository.scope(true)).isEqualTo("repository:owner/app:pull,push");
    }

    @Test
    void dockersRegistryHasOneName() {
        assertThat(Repository.registryNamed("https://index.docker.io/v1/")).isEqualTo("docker.io");
        assertThat(Repository.registryNamed("ghcr.io")).isEqualTo("ghcr.io");
    }
}

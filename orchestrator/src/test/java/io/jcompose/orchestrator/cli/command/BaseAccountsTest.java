package io.jcompose.orchestrator.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaseAccountsTest {
    @Test
    void imagesThatADockerfileNamesAreFound() {
        assertThat(BaseAccounts.bases("""
                ARG V=1
                FROM --platform=linux/amd64 registry.lan:5000/team/base:1 AS one
                from docker.io/library/x
                FROM one
                FROM registry.lan/$V/y
                COPY --from=quay.example/z:2 /a /b
                RUN --mount=type=bind,from=other.example/q,target=/q true
                """))
                .containsExactly(
                        "registry.lan:5000/team/base:1", "docker.io/library/x", "quay.example/z:2", "other.example/q");
    }
}

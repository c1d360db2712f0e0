package io.jcompose.runtime.build.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class HabitsTest {
    private static List<String> found(String text) throws Exception {
        return Habits.of(DockerfileReader.read("f", text)).stream()
                .map(habit -> habit.place().line() + " " + habit.rule())
                .toList();
    }

    @Test
    void whatSurprisesLaterIsFoundAtItsLine() throws Exception {
        assertThat(found("""
                ARG API_KEY
                FROM --platform=linux/amd64 a AS Build
                MAINTAINER me
                WORKDIR src
                ENV GREETING hello
                ENV DB_PASSWORD=x
                CMD echo hi
                CMD ["echo"]
                FROM --platform=$TARGETPLATFORM b AS build
                ENTRYPOINT run it
                """))
                .containsExactly(
                        "1 SecretsUsedInArgOrEnv",
                        "2 StageNameCasing",
                        "2 FromPlatformFlagConstDisallowed",
                        "3 MaintainerDeprecated",
                        "4 WorkdirRelativePath",
                        "5 LegacyKeyValueFormat",
                        "6 SecretsUsedInArgOrEnv",
                        "7 JSONArgsRecommended",
                        "8 MultipleInstructionsDisallowed",
                        "9 DuplicateStageName",
                        "9 RedundantTargetPlatform",
                        "10 JSONArgsRecommended");
    }

    @Test
    void whatIsWellWrittenIsLeftAlone() throws Exception {
        assertThat(found("""
                ARG VERSION=1
                FROM a AS build
                WORKDIR /src
                WORKDIR deeper
                ENV GREETING=hello NAME="x y" PUBLIC_KEY=k TOKEN_FILE=/run/secrets/t MONKEY=1
                LABEL a=b
                SHELL ["bash", "-c"]
                CMD echo hi
                FROM --platform=$BUILDPLATFORM build
                HEALTHCHECK NONE
                ENTRYPOINT ["run"]
                """)).isEmpty();
    }
}

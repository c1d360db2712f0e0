package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Granted;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectFileTest {
    private static final String YAML = """
            services:
              web:
                image: base
                x-reload: SIGHUP
                configs: [site]
                secrets: [{source: db, mode: 0400, uid: "5"}]
                pre_stop: [{command: bye}]
            configs: {site: {content: "canary-content"}}
            secrets: {db: {external: true}}
            """;

    private static WantedProject wanted() {
        return Wishes.up(null, new UpRequest(Scene.load(YAML), Set.of(), UpAsked.USUAL), 7);
    }

    @Test
    void aWishComesBackWithDigestsAndWithoutContents() throws Exception {
        WantedProject wanted = wanted();
        byte[] file = ProjectFile.write(wanted);
        assertThat(new String(file, StandardCharsets.UTF_8))
                .doesNotContain("canary")
                .contains("sha256:");
        WantedProject read = ProjectFile.read(file);
        assertThat(read).isEqualTo(wanted);
        List<Grant> grants =
                Grants.of(Objects.requireNonNull(read.services().get("web")).spec());
        assertThat(grants).extracting(Grant::mode).containsExactly(0400, 0444);
        assertThat(read.granted().secrets()).containsOnlyKeys("db");
    }

    @Test
    void whatWasStoredBeforeThereWereSecretsIsRead() throws Exception {
        String file = new String(ProjectFile.write(wanted().withGranted(Granted.NONE)), StandardCharsets.UTF_8);
        assertThat(ProjectFile.read(file.getBytes(StandardCharsets.UTF_8)).granted())
                .isEqualTo(Granted.NONE);
    }
}

package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.rootfs.RootFileSystem;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole plans as text: what a container is made of, in order. */
final class ContainerPlanTest {
    private static final ContainerPlan.Membership CGROUPS = new ContainerPlan.Membership(
            List.of("/cg/memory/jcompose-x/keepers/tasks"), List.of("/cg/memory/jcompose-x/c1/tasks"));

    private static ContainerSpec spec(List<ContainerMount> mounts, boolean special) {
        return new ContainerSpec(
                "c1",
                "sha256:test",
                List.of("serve", "--port=80"),
                List.of("A=own", "PATH=/opt/bin"),
                special ? "/srv" : "",
                special ? "alice:staff" : "",
                "web-1",
                mounts,
                ContainerLimits.NONE,
                special,
                special,
                special,
                LogLimits.DEFAULT,
                Map.of());
    }

    private static ContainerPlan.Host host(boolean unified, byte[] seccomp) {
        return new ContainerPlan.Host(
                new ContainerFiles(Path.of("/var/lib/jcompose/containers/c1")),
                new RootStep.Overlay(
                        "/var/lib/jcompose/containers/c1/rootfs",
                        "/var/lib/jcompose/containers/c1/upper",
                        "/var/lib/jcompose/containers/c1/work",
                        List.of("/layers/b", "/layers/a")),
                CGROUPS,
                new RootFileSystem.CgroupView(unified, unified ? List.of() : List.of("cpu", "memory")),
                "/run/jcompose/sandboxes/c1/net",
                "boot",
                77,
                3,
                seccomp,
                false);
    }

    private static LaunchPlan plan(ContainerSpec spec, ContainerPlan.Host host) {
        return ContainerPlan.of(
                spec,
                TestLayer.imageOf(List.of(Path.of("/layers/b"), Path.of("/layers/a"))),
                new ContainerPlan.Files(List.of("/etc/hosts"), List.of()),
                host);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ContainerPlanTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anOrdinaryContainer() throws Exception {
        assertThat(plan(spec(List.of(), false), host(false, new byte[16])).toString())
                .isEqualTo(golden("ordinary.plan"));
    }

    @Test
    void aContainerWithEverything() throws Exception {
        List<ContainerMount> mounts = List.of(
                new ContainerMount.Bind("/home/me/site", "/srv/site", true, false),
                new ContainerMount.Bind("/home/me/hosts", "/etc/hosts", false, false),
                new ContainerMount.Tmpfs("/tmp", 4096, 01777));
        assertThat(plan(spec(mounts, true), host(true, new byte[0])).toString()).isEqualTo(golden("everything.plan"));
    }

    @Test
    void aCommandInAContainer() throws Exception {
        ExecSpec spec = new ExecSpec(List.of("sh"), List.of("A=mine"), "1:2", "/tmp", true);
        LaunchPlan plan = ExecPlan.of(
                spec(List.of(), false), TestLayer.imageOf(List.of(Path.of("/layers/a"))), spec, CGROUPS, new byte[8]);
        assertThat(plan.toString()).isEqualTo(golden("command.plan"));
    }

    @Test
    void laterValuesOfAVariableWin() {
        assertThat(ContainerPlan.merged(List.of("A=1", "B=2", "A=3=4", "C", "C=")))
                .containsExactly("A=3=4", "B=2", "C=");
    }

    @Test
    void encodedPlansEndWithTheCommitAndNameTheirLengths() {
        byte[] bytes = plan(spec(List.of(), false), host(false, new byte[0])).encode();
        var buffer = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.nativeOrder());
        assertThat(buffer.getInt(0)).isEqualTo(0x314b434a);
        assertThat(12 + buffer.getInt(4) + buffer.getInt(8) + 4).isEqualTo(bytes.length);
        assertThat(buffer.getInt(bytes.length - 4)).isEqualTo(0x21216f67);
    }

    @Test
    void grantedFilesComeAfterTheMountsAndAreNotShown() {
        byte[] content = "a secret".getBytes(StandardCharsets.UTF_8);
        var file = new GrantedFile("/run/secrets/key", 1000, 100, 0400, content);
        String text = ContainerPlan.of(
                        spec(List.of(), false),
                        TestLayer.imageOf(List.of(Path.of("/layers/a"))),
                        new ContainerPlan.Files(List.of("/etc/hosts"), List.of(file)),
                        host(false, new byte[16]))
                .toString();
        assertThat(text)
                .containsSubsequence(
                        "on /etc/hosts",
                        "mount memory for granted files",
                        "write a granted file of 8 bytes, owner 1000:100, mode 0400",
                        "mount the granted file on /run/secrets/key",
                        "change the root")
                .doesNotContain("a secret");
        assertThat(file.toString()).doesNotContain("a secret");
    }
}

package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.HostFinding;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.ContainerFiles;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers where overlayfs is refused: by a setting, or by the file system that the root directory is on. */
final class CopiedRootKernelTest {
    private static ContainerFiles files(Host host, ContainerSpec spec) {
        return new ContainerFiles(host.layout.containers().resolve(spec.id()));
    }

    private interface Work {
        void on(Host host) throws Exception;
    }

    private static void copying(Work work) throws Exception {
        try (Host host = new Host(Files.createTempDirectory("jcompose-test"), Driver.COPY)) {
            work.on(host);
        }
    }

    @Test
    void aContainerHasItsOwnFilesAndTheImageStaysAsItIs() throws Exception {
        copying(host -> {
            ContainerSpec spec =
                    Host.shell("cat /count; echo x >>/count; rm /bin/tail; grep -c overlay /proc/self/mounts");
            host.run(spec);
            assertThat(host.log(spec.id())).contains("0");
            host.containers.start(spec.id(), Host.FILES);
            host.awaitExit(spec.id());
            assertThat(host.log(spec.id()))
                    .as("what it wrote is there at the next start")
                    .contains("x");
            assertThat(TestLayer.directory().resolve("count")).doesNotExist();
            assertThat(host.containers.written(spec.id()).stack())
                    .containsExactly(files(host, spec).copy());
        });
    }

    @Test
    void theRootCanBeReadOnly() throws Exception {
        copying(host -> {
            ContainerSpec spec = Host.readOnly().apply(Host.shell("echo x >/y || exit 7"));
            assertThat(host.run(spec).code()).isEqualTo(7);
        });
    }

    @Test
    void anEmptyVolumeIsFilledWithWhatTheImageHas() throws Exception {
        copying(host -> {
            Path volume = Files.createDirectory(host.base.resolve("volume"));
            ContainerSpec spec = Host.mounts(new ContainerMount.Bind(volume.toString(), "/etc", false, true))
                    .apply(Host.shell("test -e /etc/passwd"));
            assertThat(host.run(spec).code()).isZero();
            assertThat(volume.resolve("passwd")).exists();
        });
    }

    /** A layer of strangers over the usual one. */
    private static void seedFrom(Driver driver, String link) throws Exception {
        try (Host host = new Host(Files.createTempDirectory("jcompose-test"), driver)) {
            Path victim = Files.createDirectory(host.base.resolve("victim"));
            Files.writeString(victim.resolve("secret"), "secret");
            Path hostile = Files.createDirectory(host.base.resolve("hostile"));
            Files.createSymbolicLink(hostile.resolve("door"), Path.of(link.formatted(victim)));
            Files.createDirectory(hostile.resolve("data"));
            Files.createSymbolicLink(hostile.resolve("data/leak"), victim.resolve("secret"));
            host.layers = List.of(hostile, TestLayer.directory());
            for (String target : List.of("/door", "/door/in", "/data")) {
                Path volume = Files.createDirectory(host.base.resolve("volume" + target.replace('/', '-')));
                var mount = new ContainerMount.Bind(volume.toString(), target, false, true);
                ContainerSpec spec = Host.mounts(mount).apply(Host.shell("ls " + target));
                host.containers.create(spec);
                host.containers.sandbox(spec.id());
                try {
                    host.containers.start(spec.id(), Host.FILES);
                    host.awaitExit(spec.id());
                } catch (ContainerException e) {
                    assertThat(e.getMessage()).doesNotContain("Exception");
                }
                assertThat(volume.resolve("secret")).doesNotExist();
                assertThat(Files.isSymbolicLink(volume.resolve("leak"))).isEqualTo(target.equals("/data"));
                assertThat(victim).isDirectoryContaining(victim.resolve("secret")::equals);
                try (var found = Files.list(victim)) {
                    assertThat(found).hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "../../../../../../../..%s", "/proc/1/root%s", "/proc/self/root%s"})
    void aVolumeIsFilledWithNothingFromOutsideTheImage(String link) throws Exception {
        seedFrom(Driver.COPY, link);
        seedFrom(Driver.OVERLAY, link);
    }

    @Test
    void aCopyThatWasNotFinishedIsSweptAndMadeAgain() throws Exception {
        copying(host -> {
            ContainerSpec spec = Host.shell("test ! -e /half");
            host.containers.create(spec);
            Files.createDirectory(files(host, spec).copying());
            Files.createFile(files(host, spec).copying().resolve("half"));
            Files.createDirectory(files(host, spec).scrap());
            host.reopen();
            assertThat(files(host, spec).copying()).doesNotExist();
            assertThat(files(host, spec).scrap()).doesNotExist();
            // As when it failed while the daemon lived on.
            Files.createDirectory(files(host, spec).copying());
            host.containers.sandbox(spec.id());
            host.containers.start(spec.id(), Host.FILES);
            assertThat(host.awaitExit(spec.id()).code()).isZero();
        });
    }

    @Test
    void aContainerKeepsWhatItWroteWhenOverlayfsIsNoLongerThere() throws Exception {
        try (Host host = new Host()) {
            ContainerSpec spec = Host.shell("cat /kept; echo kept >/kept; rm -f /etc/group; ls /etc");
            host.run(spec);
            host.driver = Driver.COPY;
            host.reopen();
            host.containers.start(spec.id(), Host.FILES);
            host.awaitExit(spec.id());
            assertThat(host.log(spec.id())).contains("kept").doesNotContain("group");
            host.driver = Driver.AUTO;
            host.reopen();
            host.containers.start(spec.id(), Host.FILES);
            host.awaitExit(spec.id());
            assertThat(files(host, spec).isCopied())
                    .as("and stays with the copy")
                    .isTrue();
        }
    }

    @Test
    void aTrialThatAKilledDaemonLeftIsRemoved() throws Exception {
        copying(host -> {
            Path left = Files.createDirectories(host.layout.trials().resolve("overlay1/layer"));
            host.reopen();
            assertThat(left).doesNotExist();
        });
    }

    /** An overlay cannot be written over an overlay. */
    @Test
    void aRootDirectoryThatOverlayfsRefusesIsFound() throws Exception {
        Path scratch = Files.createTempDirectory("jcompose-test");
        Path base = Files.createDirectories(scratch.resolve("base"));
        for (String name : List.of("lower", "upper", "work")) {
            Files.createDirectory(scratch.resolve(name));
        }
        Kernel kernel = Kernel.live();
        kernel.mount(
                "overlay",
                base,
                "overlay",
                0,
                "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(scratch));
        try (Host host = new Host(Files.createDirectory(base.resolve("host")), Driver.AUTO)) {
            ContainerSpec spec = Host.shell("exit 5");
            assertThat(host.run(spec).code()).isEqualTo(5);
            assertThat(host.containers.whyCopied()).contains("keep the root directory (--root) on ext4, xfs or btrfs");
            assertThat(HostDoctor.examine(kernel, host.layout, Driver.AUTO))
                    .filteredOn(finding -> finding.level() != HostFinding.Level.OK)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.remedy()).contains("a copy of its image"));
        } finally {
            kernel.unmount(base, Flags.MNT_DETACH);
            TreeRemoval.remove(scratch);
        }
    }
}

package io.jcompose.runtime.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one container: the only place that knows their names. */
public record ContainerFiles(Path directory) {
    /** The intent: {@link SpecCodec}. */
    public Path spec() {
        return directory.resolve("spec.json");
    }

    /** The writable layer. */
    public Path upper() {
        return directory.resolve("upper");
    }

    /** Overlayfs' own. */
    public Path work() {
        return directory.resolve("work");
    }

    /** Where overlayfs is refused: the whole root file system. */
    public Path copy() {
        return directory.resolve("copy");
    }

    /** There since the copy was finished. */
    public Path copied() {
        return directory.resolve("copied");
    }

    /** The copy while it is made; swept when it was not finished. */
    public Path copying() {
        return directory.resolve("copy.new");
    }

    /** What higher layers replace while the copy is made. */
    public Path scrap() {
        return directory.resolve("copy.scrap");
    }

    /** Whether the root file system is {@link #copy}. */
    public boolean isCopied() {
        return Files.isDirectory(copy());
    }

    /** Where the root file system is mounted, in the container's mount namespace only. */
    public Path rootfs() {
        return directory.resolve("rootfs");
    }

    public Path log() {
        return directory.resolve("log");
    }

    /** The keeper's exit record, there from the first moment. */
    public Path exit() {
        return directory.resolve("exit");
    }

    /** Who keeper and main process are; there from the start on. */
    public Path pids() {
        return directory.resolve("pids");
    }

    /** Locked for as long as a keeper lives. */
    public Path lock() {
        return directory.resolve("keeper.lock");
    }

    /** Why the last start failed; missing when it did not. */
    public Path failure() {
        return directory.resolve("failure");
    }

    /** Present when the kernel killed a process of the last run for want of memory. */
    public Path oom() {
        return directory.resolve("oom");
    }

    /** Our file for an absolute path inside. */
    public Path provided(String path) {
        return directory.resolve("files").resolve(path.substring(1).replace('/', '.'));
    }

    /** Where memory for granted files is mounted, in the container's mount namespace only; empty for everybody else. */
    public Path granted() {
        return directory.resolve("granted");
    }

    /** The directories that a container has from the beginning. */
    List<Path> directories() {
        return List.of(upper(), work(), rootfs(), log(), directory.resolve("files"));
    }
}

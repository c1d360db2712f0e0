package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.HostTree.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the images hold that are made from this host. */
final class HostImages {
    private static final List<String> SHELL_PROGRAMS = List.of(
            "sh",
            "bash",
            "cat",
            "ls",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "rmdir",
            "ln",
            "chmod",
            "chown",
            "chgrp",
            "echo",
            "printf",
            "sleep",
            "date",
            "env",
            "head",
            "tail",
            "sort",
            "uniq",
            "wc",
            "tr",
            "cut",
            "tee",
            "touch",
            "true",
            "false",
            "test",
            "[",
            "expr",
            "id",
            "whoami",
            "uname",
            "hostname",
            "ps",
            "kill",
            "grep",
            "egrep",
            "fgrep",
            "sed",
            "awk",
            "mawk",
            "find",
            "xargs",
            "tar",
            "gzip",
            "gunzip",
            "zcat",
            "mount",
            "umount",
            "df",
            "du",
            "stat",
            "readlink",
            "realpath",
            "dirname",
            "basename",
            "mktemp",
            "nproc",
            "timeout",
            "seq",
            "od",
            "dd",
            "sync",
            "tty",
            "stty",
            "pwd",
            "yes",
            "nohup",
            "nice",
            "paste",
            "comm",
            "cmp",
            "diff",
            "split",
            "cksum",
            "md5sum",
            "sha256sum",
            "base64",
            "getopt",
            "which",
            "setsid",
            "ip",
            "ss",
            "nc",
            "curl",
            "wget",
            "getent",
            "locale",
            "less",
            "top",
            "free",
            "pgrep",
            "pkill",
            "ping");
    /** Links of a merged /usr, and data that the programs read. */
    private static final List<String> SHELL_DATA = List.of(
            "/bin/sh",
            "/usr/lib/locale/C.utf8",
            "/usr/lib/locale/C.UTF-8",
            "/lib/terminfo/d/dumb",
            "/lib/terminfo/l/linux",
            "/lib/terminfo/v/vt100",
            "/lib/terminfo/x/xterm",
            "/lib/terminfo/x/xterm-256color",
            "/usr/share/terminfo/x/xterm",
            "/usr/share/terminfo/x/xterm-256color",
            "/etc/protocols",
            "/etc/services",
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/usr/share/zoneinfo/UTC");

    private static final List<String> MERGED = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");
    private static final List<String> CERTIFICATES =
            List.of("/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/ca-trust/extracted", "/etc/pki/java");
    /** Parts of a JDK that no program at run time reads. */
    private static final Set<String> LEFT_OUT_OF_JAVA =
            Set.of("jmods", "src.zip", "lib/src.zip", "demo", "sample", "docs", "man", "include");

    private final Host host;
    private final Path store;
    private final Consumer<String> progress;

    /** @param store the image store itself, which no image contains */
    HostImages(Host host, Path store, Consumer<String> progress) {
        this.host = host;
        this.store = store;
        this.progress = progress;
    }

    HostTree shell() throws IOException, ContainerException {
        HostClosure closure = new HostClosure(host, this::isOfStore);
        if (host.program("sh").isEmpty()) {
            throw new ContainerException("cannot make " + BuiltIn.SHELL.reference() + ": this host has no sh");
        }
        for (String name : SHELL_PROGRAMS) {
            Optional<Path> program = host.program(name);
            if (program.isPresent()) {
                closure.include(program.get());
            }
        }
        for (String path : SHELL_DATA) {
            closure.include(Path.of(path));
        }
        return finish(closure);
    }

    /** All of {@link #shell} and the running Java. */
    HostTree java() throws IOException, ContainerException {
        Path home = host.javaHome();
        Set<Path> leftOut =
                Set.copyOf(LEFT_OUT_OF_JAVA.stream().map(home::resolve).toList());
        HostClosure closure = new HostClosure(host, path -> isOfStore(path) || leftOut.contains(path));
        closure.require(home);
        for (String path : CERTIFICATES) {
            closure.include(Path.of(path));
        }
        HostTree tree = finish(closure);
        tree.putIfAbsent(Path.of("/usr/bin/java"), new Entry.Link(home.resolve("bin/java")));
        return tree;
    }

    HostTree of(List<Path> paths) throws IOException, ContainerException {
        HostClosure closure = new HostClosure(host, this::isOfStore);
        for (Path path : paths) {
            closure.require(path);
        }
        return finish(closure);
    }

    private boolean isOfStore(Path path) {
        return host.file(path).startsWith(store);
    }

    private HostTree finish(HostClosure closure) throws IOException {
        HostTree tree = closure.tree();
        HostPaths paths = new HostPaths(host);
        for (String link : MERGED) {
            HostPaths.Way way = paths.follow(Path.of(link));
            for (HostPaths.Link step : way.links()) {
                tree.putIfAbsent(step.at(), new Entry.Link(step.target()));
                way.real().ifPresent(real -> tree.putIfAbsent(real, new Entry.Folder(HostTree.PARENT_MODE)));
            }
        }
        if (!closure.missing().isEmpty()) {
            progress.accept("not on this host, left out: " + String.join(", ", closure.missing()));
        }
        Skeleton.addTo(tree);
        return tree;
    }
}

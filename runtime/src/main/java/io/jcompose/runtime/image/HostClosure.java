package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.HostTree.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Collects paths of the host with everything they need to run: what directories contain, where symbolic links lead,
 * shared libraries of ELF files, interpreters of scripts. Left out are device nodes, sockets and pipes, set-user-id
 * bits, and everything below /proc, /sys, /dev and what the caller excludes.
 */
final class HostClosure {
    private static final Path SLASH = Path.of("/");
    private static final Set<Path> KERNELS = Set.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
    private static final int MOST_ENTRIES = 1_000_000;
    /** glibc before 2.34 loads these by name when somebody asks for a user or a host. */
    private static final List<String> NAME_SERVICES = List.of("libnss_files.so.2", "libnss_dns.so.2");

    private final Host host;
    private final Predicate<Path> excluded;
    private final HostPaths paths;
    private final LibrarySearch libraries;
    private final HostTree tree = new HostTree();
    private final Deque<Wanted> queue = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();
    private final Set<String> missing = new TreeSet<>();

    /** @param excluded real paths that are left out with all below them */
    HostClosure(Host host, Predicate<Path> excluded) throws IOException {
        this.host = host;
        this.excluded = excluded;
        this.paths = new HostPaths(host);
        this.libraries = LibrarySearch.on(host);
    }

    /** A path that is still to be looked at; {@code rpath} are the directories of what asked for it. */
    private record Wanted(Path path, List<Path> rpath) {}

    /** Collects a path that the user named. */
    void require(Path path) throws IOException, ContainerException {
        Optional<Path> real = paths.follow(path).real();
        if (real.isEmpty()) {
            throw new ContainerException("cannot take " + path + " into the image: there is no such file on this host");
        }
        if (real.get().equals(SLASH) || isKernels(real.get())) {
            throw new ContainerException("cannot take " + path + " into the image: it leads to " + real.get()
                    + "; name what is needed in it");
        }
        include(path);
    }

    /** Collects a path if it is there. */
    void include(Path path) throws IOException, ContainerException {
        queue.add(new Wanted(path, List.of()));
        while (!queue.isEmpty()) {
            add(queue.remove());
            if (tree.entries().size() > MOST_ENTRIES) {
                throw new ContainerException(
                        "cannot make the image: more than " + MOST_ENTRIES + " files; name smaller directories");
            }
        }
    }

    HostTree tree() {
        return tree;
    }

    /** Libraries that programs here name, and that this host does not have. */
    Set<String> missing() {
        Set<String> names = new TreeSet<>(missing);
        tree.entries().keySet().forEach(path -> names.remove(String.valueOf(path.getFileName())));
        return names;
    }

    private static boolean isKernels(Path real) {
        return KERNELS.stream().anyMatch(real::startsWith);
    }

    private void add(Wanted wanted) throws IOException {
        HostPaths.Way way = paths.follow(wanted.path());
        for (HostPaths.Link link : way.links()) {
            if (!excluded.test(link.at()) && !isKernels(link.at())) {
                put(link.at(), new Entry.Link(link.target()));
            }
        }
        if (way.real().isEmpty()) {
            return;
        }
        Path real = way.real().get();
        if (!real.equals(SLASH) && !isKernels(real) && !excluded.test(real) && seen.add(real)) {
            addReal(real, wanted.rpath());
        }
    }

    private void put(Path path, Entry entry) throws IOException {
        if (!tree.accepts(path)) {
            throw new IOException("the files above " + path + " were changed while they were collected");
        }
        tree.put(path, entry);
    }

    private void addReal(Path real, List<Path> rpath) throws IOException {
        Path file = host.file(real);
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = mode(file, attributes.isDirectory());
        if (attributes.isDirectory()) {
            put(real, new Entry.Folder(mode));
            try (Stream<Path> children = Files.list(file)) {
                children.forEach(child -> queue.add(new Wanted(real.resolve(child.getFileName()), List.of())));
            }
        } else if (attributes.isRegularFile()) {
            FileTime modified = FileTime.from(attributes.lastModifiedTime().to(TimeUnit.SECONDS), TimeUnit.SECONDS);
            put(real, new Entry.Copy(file, mode, attributes.size(), modified));
            addNeeds(real, (mode & 0111) != 0, rpath);
        }
    }

    /** Permission bits, and of directories the sticky bit; never set-user-id or set-group-id. */
    private static int mode(Path file, boolean directory) throws IOException {
        int mode =
                Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer value ? value : 0;
        return mode & (directory ? 01777 : 0777);
    }

    private void addNeeds(Path real, boolean executable, List<Path> rpath) throws IOException {
        try (FileChannel channel = FileChannel.open(host.file(real), LinkOption.NOFOLLOW_LINKS)) {
            ElfSource source = ElfSource.of(channel);
            Optional<Elf> elf = elf(source);
            if (elf.isPresent()) {
                addLibraries(real, elf.get(), rpath);
            } else if (executable) {
                Script.interpreters(source, host).forEach(path -> queue.add(new Wanted(path, List.of())));
            }
        }
    }

    /** Empty also for a broken file: it does not run on the host either, and is carried as data. */
    private static Optional<Elf> elf(ElfSource source) throws IOException {
        try {
            return ElfReader.read(source);
        } catch (Elf.Broken e) {
            return Optional.empty();
        }
    }

    private void addLibraries(Path real, Elf elf, List<Path> rpath) throws IOException {
        Optional.ofNullable(elf.interpreter())
                .flatMap(Host::path)
                .ifPresent(path -> queue.add(new Wanted(path, List.of())));
        Path directory = real.getParent();
        var requester = new LibrarySearch.Requester(elf, directory == null ? SLASH : directory, rpath);
        for (String name : elf.needed()) {
            if (!addLibrary(name, requester)) {
                missing.add(name);
            }
            if (name.equals("libc.so.6")) {
                for (String service : NAME_SERVICES) {
                    addLibrary(service, requester);
                }
            }
        }
    }

    private boolean addLibrary(String name, LibrarySearch.Requester requester) throws IOException {
        Optional<LibrarySearch.Found> found = libraries.find(name, requester);
        if (found.isEmpty()) {
            return false;
        }
        Path path = found.get().path();
        queue.add(new Wanted(path, requester.handedDown()));
        Optional<Path> trusted = found.get().linkedFrom();
        if (trusted.isPresent() && !host.exists(trusted.get())) {
            linkToo(trusted.get(), path);
        }
        return true;
    }

    /** Puts a link at the real place of {@code at}, whose directory is on the host. */
    private void linkToo(Path at, Path target) throws IOException {
        Path directory = at.getParent();
        Path name = at.getFileName();
        Optional<Path> real =
                directory == null ? Optional.empty() : paths.follow(directory).real();
        if (real.isPresent() && name != null) {
            tree.putIfAbsent(real.get().resolve(name), new Entry.Link(target));
        }
    }
}

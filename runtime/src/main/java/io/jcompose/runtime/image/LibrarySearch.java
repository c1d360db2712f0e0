package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds shared libraries as the dynamic loader does (ld.so(8)), except for LD_LIBRARY_PATH, and with ld.so.conf read
 * directly instead of through its cache.
 */
final class LibrarySearch {
    /** Directories that every loader knows by itself, without a cache. */
    private static final List<Path> DEFAULTS =
            List.of(Path.of("/lib64"), Path.of("/usr/lib64"), Path.of("/lib"), Path.of("/usr/lib"));

    private static final String LIBC = "libc.so.6";

    private final Host host;
    private final List<Path> configured;

    private LibrarySearch(Host host, List<Path> configured) {
        this.host = host;
        this.configured = configured;
    }

    static LibrarySearch on(Host host) throws IOException {
        return new LibrarySearch(host, LinkerConfig.directories(host));
    }

    /**
     * Who asks for a library.
     *
     * @param directory where its file really is, for {@code $ORIGIN}
     * @param inherited DT_RPATH directories of what loaded it
     */
    record Requester(Elf elf, Path directory, List<Path> inherited) {
        /** Directories that its own dependencies inherit; DT_RUNPATH switches DT_RPATH off, and is not inherited. */
        List<Path> handedDown() {
            List<Path> all = new ArrayList<>(elf.runpath().isEmpty() ? expanded(elf.rpath(), directory) : List.of());
            all.addAll(inherited);
            return all;
        }

        private static List<Path> expanded(List<String> entries, Path origin) {
            List<Path> directories = new ArrayList<>();
            for (String entry : entries) {
                String text = entry.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", origin.toString());
                if (!text.contains("$")) {
                    Host.path(text).ifPresent(directories::add);
                }
            }
            return directories;
        }
    }

    /**
     * Where the loader finds a library.
     *
     * @param path links and all
     * @param linkedFrom where a link to it makes a loader without ld.so.cache find it too; empty where that is not needed
     */
    record Found(Path path, Optional<Path> linkedFrom) {}

    /** What the loader opens for a DT_NEEDED name; empty when it would not find it either. */
    Optional<Found> find(String name, Requester requester) throws IOException {
        if (name.contains("/")) {
            return Host.path(name).filter(host::exists).map(path -> new Found(path, Optional.empty()));
        }
        if (Host.path("/" + name).isEmpty()) {
            return Optional.empty();
        }
        Elf.Abi abi = requester.elf().abi();
        Optional<Path> own = firstFit(ownDirectories(requester), name, abi);
        if (own.isPresent()) {
            return Optional.of(new Found(own.get(), Optional.empty()));
        }
        Optional<Path> general = firstFit(configured, name, abi);
        if (general.isEmpty()) {
            return firstFit(DEFAULTS, name, abi).map(path -> new Found(path, Optional.empty()));
        }
        return Optional.of(new Found(general.get(), beside(general.get(), abi)));
    }

    private static List<Path> ownDirectories(Requester requester) {
        List<Path> directories = new ArrayList<>();
        if (requester.elf().runpath().isEmpty()) {
            directories.addAll(requester.handedDown());
        }
        directories.addAll(Requester.expanded(requester.elf().runpath(), requester.directory()));
        return directories;
    }

    /**
     * The C library lies in a directory that the loader knows by itself. Other directories of ld.so.conf it knows from
     * its cache only, which an image does not have.
     */
    private Optional<Path> beside(Path library, Elf.Abi abi) throws IOException {
        Optional<Path> libc = firstFit(configured, LIBC, abi).map(Path::getParent);
        if (libc.isEmpty() || isBuiltIn(library, libc.get())) {
            return Optional.empty();
        }
        return libc.map(directory -> directory.resolve(library.getFileName()));
    }

    private static boolean isBuiltIn(Path library, Path libcDirectory) {
        Path directory = library.getParent();
        return libcDirectory.equals(directory)
                || Path.of("/usr")
                        .resolve(Path.of("/").relativize(libcDirectory))
                        .equals(directory)
                || DEFAULTS.contains(directory);
    }

    private Optional<Path> firstFit(List<Path> directories, String name, Elf.Abi abi) throws IOException {
        for (Path directory : directories) {
            Path candidate = directory.resolve(name);
            if (fits(candidate, abi)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean fits(Path candidate, Elf.Abi abi) throws IOException {
        Path file = host.file(candidate);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return ElfReader.abi(ElfSource.of(channel)).equals(Optional.of(abi));
        } catch (Elf.Broken e) {
            return false;
        }
    }
}

package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.Entry;
import io.jcompose.runtime.build.context.FileFacts;
import io.jcompose.runtime.build.context.HeldFolder;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A root file system that is written to. The kernel resolves every directory inside of it, links included, so that no
 * link of an image leads out; nobody else changes it meanwhile. For one thread.
 */
final class Target implements AutoCloseable {
    private static final int CONTAINED = Flags.RESOLVE_IN_ROOT | Flags.RESOLVE_NO_MAGICLINKS;
    private static final int FOLDER_MODE = 0755;
    private static final long LARGEST_TEXT = 4 << 20;

    private final Kernel kernel;
    private final Fd root;
    private final HeldFolder folders;

    /** @param root stays the caller's */
    Target(Kernel kernel, Fd root) {
        this.kernel = kernel;
        this.root = root;
        folders = new HeldFolder(kernel, root, CONTAINED);
    }

    boolean isFolder(String path) throws IOException {
        return folder(RelativePath.cleaned(path)).isPresent();
    }

    Accounts accounts() throws IOException {
        return new Accounts(lines("etc/passwd"), lines("etc/group"));
    }

    private List<String> lines(String path) throws IOException {
        try (Fd file = kernel.openat2(root, path, Flags.O_RDONLY | Flags.O_NONBLOCK, 0, CONTAINED)) {
            if (Files.size(file.procPath()) > LARGEST_TEXT) {
                throw new IOException("/" + path + " of the image is larger than " + LARGEST_TEXT + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file.procPath());
            return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (SyscallException e) {
            if (HeldFolder.isMissing(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private Optional<Fd> folder(String path) throws IOException {
        return folders.open(path);
    }

    /** The directory, made with those above it where they are missing. */
    private Fd made(String path, Accounts.Owner owner) throws IOException, ContainerException {
        Optional<Fd> there = folder(path);
        if (there.isPresent()) {
            return there.get();
        }
        Path place = made(RelativePath.parent(path), owner).procPath().resolve(RelativePath.name(path));
        try {
            Files.createDirectory(place);
        } catch (FileAlreadyExistsException e) {
            throw new ContainerException("'/" + path + "' is there and is no directory", e);
        }
        own(place, owner);
        Files.setAttribute(place, "unix:mode", FOLDER_MODE);
        return folder(path).orElseThrow(() -> new IOException("/" + path + " is gone again"));
    }

    /** Makes a directory with those above it; whether it was missing. */
    boolean makeFolder(String path, Accounts.Owner owner) throws IOException, ContainerException {
        String cleaned = RelativePath.cleaned(path);
        boolean missing = folder(cleaned).isEmpty();
        Fd unused = made(cleaned, owner);
        return missing && unused.isOpen();
    }

    /** Gives a directory, which is made when it is missing, its owner, mode and time. */
    void folder(String path, Entry entry) throws IOException, ContainerException {
        Path place = made(RelativePath.cleaned(path), owner(entry)).procPath().resolve(".");
        own(place, owner(entry));
        Files.setAttribute(place, "unix:mode", entry.mode());
    }

    void touch(String path, long modified) throws IOException {
        Optional<Fd> there = folder(RelativePath.cleaned(path));
        if (there.isPresent()) {
            Files.setLastModifiedTime(there.get().procPath().resolve("."), FileTime.fromMillis(modified));
        }
    }

    /** Writes a file in place of whatever has its name, unless that is a directory. */
    void file(String path, Entry entry, InputStream content) throws IOException, ContainerException {
        Path place = freed(path, owner(entry));
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(out);
        }
        own(place, owner(entry));
        // After the owner: chown(2) takes set-user-id bits away.
        Files.setAttribute(place, "unix:mode", entry.mode());
        Files.setLastModifiedTime(place, FileTime.fromMillis(entry.modified()));
    }

    void link(String path, Entry entry) throws IOException, ContainerException {
        Path place = freed(path, owner(entry));
        Files.createSymbolicLink(place, Path.of(entry.link()));
        own(place, owner(entry));
    }

    /** Extended attributes of what was written: after its owner, which takes file capabilities away. */
    void attributes(String path, SortedMap<String, byte[]> values) throws IOException {
        String cleaned = RelativePath.cleaned(path);
        Optional<Fd> parent = values.isEmpty() ? Optional.empty() : folder(RelativePath.parent(cleaned));
        if (parent.isPresent()) {
            for (Map.Entry<String, byte[]> value : values.entrySet()) {
                RawFiles.live()
                        .setAttribute(parent.get(), RelativePath.rawName(cleaned), value.getKey(), value.getValue());
            }
        }
    }

    /** Another name for a file that is there. */
    void hardLink(String path, String existing) throws IOException, ContainerException {
        String cleaned = RelativePath.cleaned(existing);
        Path place = freed(path, Accounts.Owner.ROOT);
        try (Fd parent = kernel.openat2(root, parentOf(cleaned), Flags.O_RDONLY | Flags.O_DIRECTORY, 0, CONTAINED)) {
            Path from = parent.procPath().resolve(RelativePath.name(cleaned));
            boolean isFile = FileFacts.of(from)
                    .filter(facts -> facts.kind() == Entry.Kind.FILE)
                    .isPresent();
            if (!isFile) {
                throw new ContainerException(
                        "'" + path + "' is to be another name for '" + existing + "', which is no file");
            }
            Files.createLink(place, from);
        }
    }

    private static String parentOf(String path) {
        String parent = RelativePath.parent(path);
        return parent.isEmpty() ? "." : parent;
    }

    private Path freed(String path, Accounts.Owner owner) throws IOException, ContainerException {
        String cleaned = RelativePath.cleaned(path);
        if (cleaned.isEmpty()) {
            throw new ContainerException("'" + path + "' is a directory, and cannot become a file");
        }
        Path place = made(RelativePath.parent(cleaned), owner).procPath().resolve(RelativePath.name(cleaned));
        Optional<FileFacts> before = FileFacts.of(place);
        if (before.isPresent()) {
            if (before.get().kind() == Entry.Kind.FOLDER) {
                throw new ContainerException("'/" + cleaned + "' is a directory, and cannot become a file");
            }
            Files.delete(place);
        }
        return place;
    }

    private static Accounts.Owner owner(Entry entry) {
        return new Accounts.Owner(entry.uid(), entry.gid());
    }

    private static void own(Path place, Accounts.Owner owner) throws IOException {
        Files.setAttribute(place, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(place, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        folders.close();
    }
}

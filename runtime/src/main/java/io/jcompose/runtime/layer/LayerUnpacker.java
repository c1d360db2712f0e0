package io.jcompose.runtime.layer;

import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a layer that a stranger made into a directory of its own, as overlayfs takes it. Nothing is followed: each
 * directory of a name is opened from the one above it, and a symbolic link on the way is an error. Device nodes are left
 * out: a container has its own in /dev, and may use no others.
 */
public final class LayerUnpacker implements AutoCloseable {
    /** What the name of a directory gets for the one beside it. */
    public static final String ASIDE = ".replaced";

    private static final int CHUNK = 1 << 16;
    private static final int SMALL = 1 << 14;
    /** Of directories that the layer has things in, and does not mention. */
    private static final long LITTLE_ROOM = 1 << 20;

    private static final TarEntry.Status IMPLIED = new TarEntry.Status(0755, 0, 0, 0, 0);

    private final RawFiles files = RawFiles.live();
    private final UnpackLimits limits;
    private final String rootName;
    private final Path aside;
    private final Fd parentOfRoot;
    private final Fd asideFd;
    private final OpenWay way;
    private final OpenWay targets;
    private final FinalTouches touches;
    private final byte[] chunk = new byte[CHUNK];
    private TarEntry.Status rootStatus = IMPLIED;
    private long entries;
    private long bytes;
    private int leftOut;
    private int replaced;

    private LayerUnpacker(Path directory, UnpackLimits limits) throws IOException {
        this.limits = limits;
        rootName = directory.getFileName().toString();
        aside = directory.resolveSibling(rootName + ASIDE);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory);
        }
        Files.createDirectory(aside);
        asideFd = files.root(aside);
        parentOfRoot = files.root(directory.resolveSibling(""));
        way = new OpenWay(files, files.directory(parentOfRoot, rootName));
        targets = new OpenWay(files, files.directory(parentOfRoot, rootName));
        touches = new FinalTouches(files, limits);
    }

    /**
     * What was written.
     *
     * @param bytes of the content of files
     * @param leftOut device nodes and attributes that this host or this program does not take
     */
    public record Unpacked(long entries, long bytes, int leftOut) {}

    /**
     * @param tar the layer, not compressed; read to its end
     * @param directory is made when it is not there; a name of plain letters; {@code DIRECTORY} + {@link #ASIDE} is used meanwhile
     * @throws MalformedLayer when the layer is refused; what was written until then is for the caller to remove
     */
    public static Unpacked unpack(InputStream tar, Path directory, UnpackLimits limits) throws IOException {
        try (LayerUnpacker unpacker = new LayerUnpacker(directory, limits)) {
            TarReader reader = new TarReader(tar);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                unpacker.take(entry, reader);
            }
            return unpacker.finished();
        }
    }

    private Unpacked finished() throws IOException {
        touches.apply(way);
        dress(parentOfRoot, rootName, rootStatus, true);
        files.syncFileSystem(way.root());
        return new Unpacked(entries, bytes, leftOut);
    }

    @Override
    public void close() throws IOException {
        try (way;
                targets;
                asideFd;
                parentOfRoot) {
            TreeRemoval.remove(aside);
        }
    }

    private void take(TarEntry entry, TarReader content) throws IOException {
        if (++entries > limits.entries()) {
            throw new MalformedLayer("it has more than " + limits.entries() + " entries");
        }
        EntryPath path = EntryPath.of(entry.name());
        if (path.isRoot()) {
            if (entry.kind() != Kind.DIRECTORY) {
                throw new MalformedLayer("its root is no directory");
            }
            rootStatus = entry.status();
            return;
        }
        Fd parent = way.to(path.parent(), this::missingDirectory);
        if (path.last().startsWith(Marks.WHITEOUT)) {
            mark(parent, path);
            return;
        }
        try {
            write(entry, parent, path, content);
        } catch (SyscallException e) {
            throw explained(e, path);
        }
    }

    /** A name that the file system refuses is the layer's fault; a full disk is not. */
    private static IOException explained(SyscallException e, EntryPath path) {
        if (e.errno() == Errno.EINVAL
                || e.errno() == Errno.EILSEQ
                || e.errno() == Errno.ENAMETOOLONG
                || e.errno() == Errno.EMLINK) {
            return new MalformedLayer(Shown.name(path.toString()) + " cannot be written: " + e.getMessage());
        }
        return e;
    }

    private void missingDirectory(Fd parent, String name, EntryPath path) throws IOException {
        Optional<Node> there = files.find(parent, name);
        if (there.isPresent() && !there.get().isWhiteout()) {
            throw new MalformedLayer("an entry lies below " + Shown.name(path.toString()) + ", which is no directory");
        }
        makeDirectory(parent, path, there.orElse(null), IMPLIED);
    }

    private void write(TarEntry entry, Fd parent, EntryPath path, TarReader content) throws IOException {
        String name = path.last();
        Node there = files.find(parent, name).orElse(null);
        switch (entry.kind()) {
            case DIRECTORY -> makeDirectory(parent, path, there, entry.status());
            case FILE -> {
                clear(parent, path, there);
                writeFile(entry, parent, name, content);
            }
            case LINK -> {
                clear(parent, path, there);
                makeLink(entry, parent, name);
            }
            case HARD_LINK -> makeHardLink(entry, parent, path, there);
            case FIFO -> {
                clear(parent, path, there);
                files.makeNode(parent, name, Node.FIFO | 0600, 0, 0);
                dress(parent, name, entry.status(), true);
            }
            case CHARACTER, BLOCK -> leftOut++;
        }
    }

    private void makeDirectory(Fd parent, EntryPath path, @Nullable Node there, TarEntry.Status status)
            throws IOException {
        String name = path.last();
        boolean hidesBelow = there != null && there.isWhiteout();
        if (there == null || there.type() != Node.DIRECTORY) {
            clear(parent, path, there);
            files.makeDirectory(parent, name);
        }
        if (hidesBelow) {
            files.setAttribute(parent, name, Marks.OPAQUE, Marks.YES);
        }
        files.setOwner(parent, name, status.uid(), status.gid());
        setAttributes(parent, name, status);
        touches.directory(path, status);
    }

    private void writeFile(TarEntry entry, Fd parent, String name, TarReader content) throws IOException {
        // A whole array goes to the kernel, however little of it counts.
        byte[] piece = entry.size() <= SMALL ? new byte[(int) entry.size()] : chunk;
        try (Fd file = files.create(parent, name)) {
            for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
                bytes += count;
                if (bytes > limits.bytes()) {
                    throw new MalformedLayer("its files have more than " + limits.bytes() + " bytes");
                }
                files.write(file, piece, count);
            }
        }
        dress(parent, name, entry.status(), true);
    }

    private void makeLink(TarEntry entry, Fd parent, String name) throws IOException {
        String target = entry.target();
        if (target.isEmpty() || target.length() > UnpackLimits.LONGEST_PATH || target.indexOf('\0') >= 0) {
            throw new MalformedLayer("the link " + Shown.name(entry.name()) + " leads to what cannot be a name");
        }
        files.makeLink(parent, name, target);
        dress(parent, name, entry.status(), false);
    }

    private void makeHardLink(TarEntry entry, Fd parent, EntryPath path, @Nullable Node there) throws IOException {
        EntryPath target = EntryPath.of(entry.target());
        if (target.equals(path)) {
            throw notThere(entry);
        }
        clear(parent, path, there);
        Fd targetParent = targets.to(target.isRoot() ? target : target.parent(), (at, name, missing) -> {
            throw notThere(entry);
        });
        Optional<Node> node = target.isRoot() ? Optional.empty() : files.find(targetParent, target.last());
        if (node.isEmpty() || node.get().isWhiteout() || node.get().type() == Node.DIRECTORY) {
            throw notThere(entry);
        }
        files.makeHardLink(targetParent, target.last(), parent, path.last());
    }

    private static MalformedLayer notThere(TarEntry entry) {
        return new MalformedLayer(Shown.name(entry.name()) + " is a hard link to " + Shown.name(entry.target())
                + ", which this layer does not have before it");
    }

    /** Owner first: chown(2) takes set-user-id bits and capabilities away. The time last. */
    private void dress(Fd parent, String name, TarEntry.Status status, boolean hasMode) throws IOException {
        files.setOwner(parent, name, status.uid(), status.gid());
        if (hasMode) {
            files.setMode(parent, name, status.mode());
            setAttributes(parent, name, status);
        }
        files.setTime(parent, name, status.seconds(), status.nanos());
    }

    private void setAttributes(Fd parent, String name, TarEntry.Status status) throws IOException {
        for (var attribute : status.attributes().entrySet()) {
            if (!Marks.travels(attribute.getKey())
                    || !hasRoomFor(parent, name, attribute.getKey(), attribute.getValue())) {
                leftOut++;
            }
        }
    }

    /** Sets an attribute; false where the file system has none of its kind. */
    private boolean hasRoomFor(Fd parent, String name, String attribute, byte[] value) throws IOException {
        try {
            files.setAttribute(parent, name, attribute, value);
            return true;
        } catch (SyscallException e) {
            if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EPERM) {
                return false;
            }
            // So says a file system for one attribute, too (xattr(7)).
            boolean full = e.errno() == Errno.ENOSPC && aside.toFile().getUsableSpace() < LITTLE_ROOM;
            if (!full && (e.errno() == Errno.E2BIG || e.errno() == Errno.ERANGE || e.errno() == Errno.ENOSPC)) {
                throw new MalformedLayer(Shown.name(name) + " has an attribute " + Shown.name(attribute) + " of "
                        + value.length + " bytes, for which this file system has no room");
            }
            throw e;
        }
    }

    /** Makes room for another entry of the same name: the later one counts. */
    private void clear(Fd parent, EntryPath path, @Nullable Node there) throws IOException {
        if (there == null) {
            return;
        }
        if (there.type() == Node.DIRECTORY) {
            way.leave(path);
            targets.leave(path);
            touches.forget(path);
            files.rename(parent, path.last(), asideFd, "d" + ++replaced);
        } else {
            files.delete(parent, path.last());
        }
    }

    /** Marks count for the layers below only, wherever they stand in the stream. */
    private void mark(Fd parent, EntryPath path) throws IOException {
        String name = path.last();
        if (name.equals(Marks.OPAQUE_NAME)) {
            hideBelow(path.parent());
            return;
        }
        if (name.startsWith(Marks.OF_AUFS)) {
            leftOut++;
            return;
        }
        String gone = name.substring(Marks.WHITEOUT.length());
        if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
            throw new MalformedLayer(Shown.name(path.toString()) + " is a whiteout of what is no name");
        }
        Optional<Node> there = files.find(parent, gone);
        if (there.isEmpty()) {
            files.makeNode(parent, gone, Node.CHARACTER, 0, 0);
        } else if (there.get().type() == Node.DIRECTORY) {
            files.setAttribute(parent, gone, Marks.OPAQUE, Marks.YES);
        }
    }

    private void hideBelow(EntryPath directory) throws IOException {
        if (directory.isRoot()) {
            files.setAttribute(parentOfRoot, rootName, Marks.OPAQUE, Marks.YES);
        } else {
            Fd parent = way.to(directory.parent(), OpenWay.NO_GAPS);
            files.setAttribute(parent, directory.last(), Marks.OPAQUE, Marks.YES);
        }
    }
}

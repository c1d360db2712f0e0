package io.jcompose.runtime.archive;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.CountedStream;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tar file of which is known where each member's bytes are. Nothing of it is unpacked, so names in it can do no harm;
 * links between members (as old {@code docker save} has them) are resolved here.
 */
final class ArchiveFile implements AutoCloseable {
    private static final int MOST_MEMBERS = 100_000;
    private static final int MOST_LINKS = 8;
    private static final int LONGEST_NAME = 4095;
    /** Bytes of the names of all members: they are kept in memory. */
    private static final int MOST_NAMES = 16 << 20;
    /** Bytes of all small members that are read, where one is named often each time. */
    private static final long MOST_TEXT = 16 << 20;

    private final FileChannel channel;
    private final Map<String, Member> members;
    private long textRead;

    private ArchiveFile(FileChannel channel, Map<String, Member> members) {
        this.channel = channel;
        this.members = members;
    }

    /** Bytes of a file; or where a link leads, when {@code link} is not empty. */
    record Member(long offset, long size, String link) {}

    /** @param file not compressed */
    static ArchiveFile open(Path file) throws IOException, ContainerException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ArchiveFile(channel, scan(channel));
        } catch (MalformedLayer e) {
            channel.close();
            throw new ContainerException("this is no archive of images: " + e.getMessage(), e);
        } catch (IOException | ContainerException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Map<String, Member> scan(FileChannel channel) throws IOException, ContainerException {
        Map<String, Member> members = new HashMap<>();
        CountedStream position = new CountedStream(Channels.newInputStream(channel));
        TarReader reader = new TarReader(position);
        long names = 0;
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            if (members.size() == MOST_MEMBERS) {
                throw new ContainerException("the archive has more than " + MOST_MEMBERS + " members");
            }
            names += entry.name().length() + entry.target().length();
            if (names > MOST_NAMES
                    || entry.name().length() > LONGEST_NAME
                    || entry.target().length() > LONGEST_NAME) {
                throw new ContainerException("the archive has names that are too long");
            }
            String link =
                    entry.kind() == TarEntry.Kind.LINK || entry.kind() == TarEntry.Kind.HARD_LINK ? target(entry) : "";
            if (entry.kind() == TarEntry.Kind.FILE || !link.isEmpty()) {
                members.put(plain(entry.name()), new Member(position.bytes(), entry.size(), link));
            }
        }
        return members;
    }

    /** A symbolic link is relative to where it stands, a hard link to the archive. */
    private static String target(TarEntry entry) {
        if (entry.kind() == TarEntry.Kind.HARD_LINK || entry.target().startsWith("/")) {
            return plain(entry.target());
        }
        String name = plain(entry.name());
        int slash = name.lastIndexOf('/');
        return plain((slash < 0 ? "" : name.substring(0, slash + 1)) + entry.target());
    }

    /** Without dots and doubled slashes; {@code ..} goes up, at most to the top. */
    private static String plain(String name) {
        Path path = Path.of("/");
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                path = path.getParent() == null ? path : path.getParent();
            } else if (!part.isEmpty() && !part.equals(".") && part.indexOf('\0') < 0) {
                path = path.resolve(latin(part));
            }
        }
        return path.toString().substring(1);
    }

    /** Members that we look for have plain names; of others it is enough that they differ. */
    private static String latin(String part) {
        return part.chars().allMatch(c -> c < 0x80) ? part : "?" + part.hashCode();
    }

    /** The member of a name, links followed. */
    @Nullable
    Member find(String name) {
        String at = plain(name);
        for (int i = 0; i < MOST_LINKS; i++) {
            Member member = members.get(at);
            if (member == null || member.link().isEmpty()) {
                return member;
            }
            at = member.link();
        }
        return null;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    Member member(String name) throws ContainerException {
        Member member = find(name);
        if (member == null) {
            throw new ContainerException("the archive lacks its member '" + shortened(name) + "'");
        }
        return member;
    }

    /** All of a small member. */
    byte[] bytes(String name, int most) throws IOException, ContainerException {
        Member member = member(name);
        if (member.size() > most) {
            throw new ContainerException("'" + shortened(name) + "' in the archive has " + member.size()
                    + " bytes, at most " + most + " are read");
        }
        textRead += member.size();
        if (textRead > MOST_TEXT) {
            throw new ContainerException(
                    "the manifests and configurations of the archive have more than " + MOST_TEXT + " bytes");
        }
        try (InputStream in = open(member, 0)) {
            return in.readAllBytes();
        }
    }

    /** Several threads may read at once. */
    InputStream open(Member member, long offset) {
        return new MemberStream(channel, member.offset() + offset, member.size() - offset);
    }

    static String shortened(String name) {
        String text = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

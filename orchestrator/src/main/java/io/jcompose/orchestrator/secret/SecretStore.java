package io.jcompose.orchestrator.secret;

import io.jcompose.orchestrator.secret.NamedContent.Kind;
import io.jcompose.orchestrator.secret.NamedContent.Version;
import io.jcompose.orchestrator.secret.age.AgeException;
import io.jcompose.orchestrator.secret.age.AgeFile;
import io.jcompose.orchestrator.secret.age.Recipient;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents by digest, encrypted, and the names of some of them. A content is kept as long as somebody needs it: a name, or
 * one of {@link #neededBy}; what is on its way to be needed is kept by a {@link Hold}.
 */
public final class SecretStore {
    private static final Logger LOG = LoggerFactory.getLogger(SecretStore.class);
    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}";

    private final SecretFiles files;
    private final Names names;
    private final Clock clock;
    private final List<Needed> needed = new ArrayList<>();
    private int holds;

    private SecretStore(SecretFiles files, Names names, Clock clock) {
        this.files = files;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Opens the store in {@code directory}; its key is made when it is new.
     *
     * @throws SecretException when the key is missing or damaged
     */
    public static SecretStore open(Path directory, Disk disk, Clock clock) throws IOException {
        SecretFiles files = SecretFiles.open(directory, disk);
        return new SecretStore(files, Names.open(files), clock);
    }

    /** Somebody whose digests must stay. */
    public synchronized void neededBy(Needed somebody) {
        needed.add(somebody);
    }

    /** While one is open nothing is removed; when the last is closed, what nobody needs is. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    public synchronized Hold hold() {
        holds++;
        return this::release;
    }

    private synchronized void release() {
        holds--;
        sweep();
    }

    /** Removes what nobody needs. A store that cannot be swept now is swept later. */
    public synchronized void sweep() {
        if (holds > 0) {
            return;
        }
        try {
            Set<String> stays = new HashSet<>();
            for (Needed somebody : needed) {
                stays.addAll(somebody.digests());
            }
            for (NamedContent named : names.all()) {
                named.versions().forEach(version -> stays.add(version.digest()));
            }
            files.retain(stays);
        } catch (IOException e) {
            LOG.warn("contents that nobody needs stay for now: {}", e.toString());
        }
    }

    /** Keeps contents, each under its digest, for somebody with a {@link Hold}. */
    public synchronized void put(Contents contents) throws IOException {
        for (String digest : contents.digests()) {
            byte[] content = contents.of(digest);
            if (content != null) {
                files.put(content);
            }
        }
    }

    public boolean has(String digest) {
        return files.has(digest);
    }

    /** Throws {@link SecretException} when it is not there, damaged, or of another key. */
    public byte[] content(String digest) throws IOException {
        return files.get(digest);
    }

    public synchronized List<NamedContent> list() {
        return List.copyOf(names.all());
    }

    public synchronized Optional<NamedContent> find(Kind kind, String name) {
        return names.find(kind, name);
    }

    /** Gives a content a name that is free. */
    public synchronized NamedContent create(Kind kind, String name, byte[] content) throws IOException {
        check(kind, name, content);
        if (names.find(kind, name).isPresent()) {
            throw taken(kind, name);
        }
        String digest = files.put(content);
        var first = new Version(1, digest, clock.instant().toString(), content.length);
        NamedContent named = new NamedContent(kind, name, List.of(first));
        names.put(named);
        return named;
    }

    /** Gives a name another content; the same content again changes nothing. */
    public synchronized NamedContent rotate(Kind kind, String name, byte[] content) throws IOException {
        NamedContent before = existing(kind, name);
        check(kind, name, content);
        String digest = files.put(content);
        if (before.newest().digest().equals(digest)) {
            return before;
        }
        NamedContent named = before.rotated(digest, clock.instant().toString(), content.length);
        names.put(named);
        sweep();
        return named;
    }

    /**
     * Gives contents to names; everything is checked before the first change.
     *
     * @param create whether names may be new
     * @param rotate whether names may be known
     */
    public synchronized List<NamedContent> putAll(List<SecretBundle.Item> items, boolean create, boolean rotate)
            throws IOException {
        for (SecretBundle.Item item : items) {
            check(item.kind(), item.name(), item.content());
            boolean known = names.find(item.kind(), item.name()).isPresent();
            if (known && !rotate) {
                throw taken(item.kind(), item.name());
            }
            if (!known && !create) {
                throw unknown(item.kind(), item.name());
            }
        }
        List<NamedContent> changed = new ArrayList<>();
        for (SecretBundle.Item item : items) {
            boolean known = names.find(item.kind(), item.name()).isPresent();
            changed.add(
                    known
                            ? rotate(item.kind(), item.name(), item.content())
                            : create(item.kind(), item.name(), item.content()));
        }
        return changed;
    }

    /**
     * The newest versions of names as a sealed file.
     *
     * @param wanted their names; empty for all of the kind
     */
    public synchronized byte[] exported(Kind kind, List<String> wanted, List<Recipient> recipients)
            throws IOException, AgeException {
        List<NamedContent> chosen = new ArrayList<>();
        for (String name : wanted) {
            chosen.add(existing(kind, name));
        }
        if (wanted.isEmpty()) {
            names.all().stream().filter(named -> named.kind() == kind).forEach(chosen::add);
        }
        List<SecretBundle.Item> items = new ArrayList<>();
        for (NamedContent named : chosen) {
            items.add(new SecretBundle.Item(
                    kind, named.name(), files.get(named.newest().digest())));
        }
        return AgeFile.seal(SecretBundle.write(items), recipients, new SecureRandom());
    }

    /** Takes a name away; who runs with a content of it keeps that. */
    public synchronized void remove(Kind kind, String name) throws IOException {
        existing(kind, name);
        names.remove(kind, name);
        sweep();
    }

    private NamedContent existing(Kind kind, String name) throws SecretException {
        return names.find(kind, name).orElseThrow(() -> unknown(kind, name));
    }

    private static SecretException unknown(Kind kind, String name) {
        return new SecretException(SecretException.Kind.NOT_FOUND, "no such " + kind.word() + ": " + name);
    }

    private static SecretException taken(Kind kind, String name) {
        return new SecretException(
                SecretException.Kind.CONFLICT, kind.word() + " " + name + " exists: `secret rotate` changes it");
    }

    /** Names come out of files of strangers, and go to terminals. */
    private static String shown(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= 64 ? shown : shown.substring(0, 64) + "...";
    }

    private static void check(Kind kind, String name, byte[] content) throws SecretException {
        if (!name.matches(NAME)) {
            throw new SecretException(
                    SecretException.Kind.CONFLICT,
                    "\"" + shown(name) + "\" is no name of a " + kind.word()
                            + ": letters, digits, `_`, `.` and `-`, at most 255, the first a letter or digit");
        }
        if (content.length == 0 || content.length > Contents.LARGEST) {
            throw new SecretException(
                    SecretException.Kind.CONFLICT,
                    kind.word() + " " + name + " has " + content.length + " bytes: it must have 1 to "
                            + Contents.LARGEST);
        }
    }
}

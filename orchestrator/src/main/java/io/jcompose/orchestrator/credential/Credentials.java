package io.jcompose.orchestrator.credential;

import io.jcompose.orchestrator.client.RegistryLogin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The accounts of one user: {@code $XDG_CONFIG_HOME/jcompose/auth.json} (else {@code ~/.config}), which {@code login}
 * writes with mode 0600; after it Docker's {@code config.json}, which is only read. Where one of them names a helper
 * program, that keeps the accounts.
 */
public final class Credentials {
    private static final long LARGEST = 1 << 20;
    private static final String BUILT_IN = "jcompose/";

    private final Path own;
    private final Path docker;
    private final String path;
    private final Consumer<String> warn;

    /** @param warn hears of files and programs that cannot be used: then somebody is anonymous */
    public Credentials(Map<String, String> environment, Consumer<String> warn) {
        Path home = Path.of(environment.getOrDefault("HOME", "/root"));
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String dockerConfig = environment.getOrDefault("DOCKER_CONFIG", "");
        Path base = config.startsWith("/") ? Path.of(config) : home.resolve(".config");
        this.own = base.resolve("jcompose").resolve("auth.json");
        this.docker = (dockerConfig.isEmpty() ? home.resolve(".docker") : Path.of(dockerConfig)).resolve("config.json");
        this.path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        this.warn = warn;
    }

    /** The file that {@code login} writes. */
    public Path file() {
        return own;
    }

    /** The accounts for the registries of images, of those registries where there is one. */
    public List<RegistryLogin> forImages(Collection<String> images) {
        Set<String> registries = new TreeSet<>();
        for (String image : images) {
            if (!image.startsWith(BUILT_IN)) {
                registries.add(RegistryName.ofImage(image));
            }
        }
        List<RegistryLogin> found = new ArrayList<>();
        registries.forEach(registry -> find(registry).ifPresent(found::add));
        return found;
    }

    /**
     * The accounts for work that finds only later which images it needs: all of the files, and what helper programs have
     * for {@code images}, which is asked only where there are helpers.
     */
    public List<RegistryLogin> forWork(Supplier<? extends Collection<String>> images) {
        CredentialFile dockers = read(docker);
        CredentialFile ours = read(own);
        SortedMap<String, RegistryLogin> known = new TreeMap<>(dockers.accounts());
        known.putAll(ours.accounts());
        if (dockers.asksHelpers() || ours.asksHelpers()) {
            forImages(images.get()).forEach(login -> known.put(login.registry(), login));
        }
        return List.copyOf(known.values());
    }

    /** The account for a registry: of our file and its helpers first, then as Docker finds it. */
    public Optional<RegistryLogin> find(String registry) {
        CredentialFile ours = read(own);
        RegistryLogin known = ours.accounts().get(registry);
        if (known != null) {
            return Optional.of(known);
        }
        CredentialFile dockers = read(docker);
        for (String helper : List.of(ours.helper(registry), dockers.helper(registry))) {
            Optional<RegistryLogin> kept = helper.isEmpty() ? Optional.empty() : asked(helper, registry);
            if (kept.isPresent()) {
                return kept;
            }
        }
        return Optional.ofNullable(dockers.accounts().get(registry));
    }

    private Optional<RegistryLogin> asked(String helper, String registry) {
        try {
            return new HelperProgram(helper, path).get(registry);
        } catch (IOException e) {
            warn.accept(e.getMessage() + "; going on without an account for " + registry);
            return Optional.empty();
        }
    }

    /** Who has chosen a helper program wants no secrets in files, also when it was chosen for docker. */
    private Optional<HelperProgram> helper(String registry) throws IOException {
        String ours = strictly(own).helper(registry);
        String name = ours.isEmpty() ? strictly(docker).helper(registry) : ours;
        return name.isEmpty() ? Optional.empty() : Optional.of(new HelperProgram(name, path));
    }

    private CredentialFile read(Path file) {
        try {
            return strictly(file);
        } catch (IOException e) {
            warn.accept("cannot read " + file + ": " + e.getMessage() + "; going on without its accounts");
            return CredentialFile.EMPTY;
        }
    }

    private static CredentialFile strictly(Path file) throws IOException {
        if (!Files.exists(file)) {
            return CredentialFile.EMPTY;
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException("it has more than " + LARGEST + " bytes");
        }
        return CredentialFile.parse(Files.readAllBytes(file));
    }

    /**
     * Keeps an account: by the helper program that is set for the registry, else in our file.
     *
     * @return where it is kept now
     */
    public String store(RegistryLogin login) throws IOException {
        Optional<HelperProgram> helper = helper(login.registry());
        if (helper.isEmpty()) {
            write(strictly(own).with(login));
            return own.toString();
        }
        helper.get().store(login);
        // What an earlier login left there would go before it.
        forgetOwn(login.registry());
        return helper.get().toString();
    }

    /** Forgets the account of a registry, that of a helper program too; says whether there was one. */
    public boolean forget(String registry) throws IOException {
        boolean ours = forgetOwn(registry);
        Optional<HelperProgram> helper = helper(registry);
        if (helper.isPresent() && helper.get().get(registry).isPresent()) {
            helper.get().erase(registry);
            return true;
        }
        return ours;
    }

    private boolean forgetOwn(String registry) throws IOException {
        CredentialFile before = strictly(own);
        if (!before.accounts().containsKey(registry)) {
            return false;
        }
        write(before.without(registry));
        return true;
    }

    /** Never readable by others, not even for a moment. */
    private void write(CredentialFile file) throws IOException {
        Path directory = own.resolveSibling("");
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary =
                own.resolveSibling("auth.json." + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel out =
                FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer rest = ByteBuffer.wrap(file.json());
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(temporary, own, StandardCopyOption.ATOMIC_MOVE);
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.BuildCaches;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.orchestrator.credential.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a build may need: those of the files, and what helper programs have for images that its Dockerfile
 * names. The daemon reads the Dockerfile; here it is only looked through, as helpers are asked by name.
 */
final class BaseAccounts {
    private static final String BASE = "(?im)^[ \\t]*FROM[ \\t]+(?:--\\S+[ \\t]+)*(\\S+)|(?:--|,|=)from=([^,\\s]+)";
    private static final long LARGEST = 1 << 20;

    private final Credentials credentials;

    BaseAccounts(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * @param context directory of the build
     * @param file the Dockerfile, where {@code text} is null
     * @param caches whose registries may need accounts, too
     */
    List<RegistryLogin> of(Path context, String file, @Nullable String text, BuildCaches caches) {
        return credentials.forWork(() -> {
            List<String> images = new ArrayList<>(bases(text == null ? read(context.resolve(file)) : text));
            images.addAll(CacheTexts.references(caches));
            return images;
        });
    }

    /** A file that cannot be read has no bases: the build will say why. */
    private static String read(Path file) {
        try {
            return Files.size(file) > LARGEST ? "" : Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    static List<String> bases(String text) {
        List<String> bases = new ArrayList<>();
        Matcher matcher = Pattern.compile(BASE).matcher(text);
        while (matcher.find()) {
            String base = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            // Stages have names without dots and slashes, and need no account.
            if (!base.contains("$") && base.contains("/")) {
                bases.add(base);
            }
        }
        return bases;
    }
}

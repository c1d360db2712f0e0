package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.build.dockerfile.Expansion;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables at one place of a stage: what ARG declared, under what ENV set. */
final class Scope {
    /** Given without being declared, and neither in the key nor in the image (Dockerfile reference, predefined ARGs). */
    private static final Set<String> PROXIES = Set.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "FTP_PROXY",
            "ftp_proxy",
            "NO_PROXY",
            "no_proxy",
            "ALL_PROXY",
            "all_proxy");

    private final char escape;
    private final Map<String, String> given;
    private final Map<String, String> global;
    private final Settings settings;
    private final Map<String, String> declared = new LinkedHashMap<>();

    /**
     * @param given build arguments
     * @param global values of ARGs before the first FROM
     */
    Scope(char escape, Map<String, String> given, Map<String, String> global, Settings settings) {
        this.escape = escape;
        this.given = given;
        this.global = global;
        this.settings = settings;
    }

    /** What text may refer to, and what a command sees. */
    Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>(declared);
        all.putAll(settings.environment);
        return all;
    }

    Map<String, String> proxies() {
        Map<String, String> found = new TreeMap<>(given);
        found.keySet().retainAll(PROXIES);
        found.keySet().removeAll(declared.keySet());
        return found;
    }

    private Expansion expansion() {
        return new Expansion(escape, variables());
    }

    String word(String text) throws Malformed {
        return expansion().word(text);
    }

    List<String> words(String text) throws Malformed {
        return expansion().words(text);
    }

    String document(String text) throws Malformed {
        return new Expansion('\\', variables()).document(text);
    }

    void declare(Instruction.Arg arg) throws Malformed {
        Expansion before = expansion();
        for (Instruction.Setting setting : arg.settings()) {
            String name = setting.name();
            @Nullable String value = given.get(name);
            if (value == null && setting.value() != null) {
                value = before.word(setting.value());
            }
            if (value == null) {
                value = global.get(name);
            }
            if (value != null) {
                declared.put(name, value);
            }
        }
    }
}

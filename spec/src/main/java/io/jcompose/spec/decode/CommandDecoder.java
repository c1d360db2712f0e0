package io.jcompose.spec.decode;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commands: a list, or a line that is split into words. */
final class CommandDecoder {
    private static final Set<String> SHELL_ONLY = Set.of("&&", "||", "|", ";", ">", ">>", "<", "&");

    private CommandDecoder() {}

    /** Empty when absent or null; an empty text or list is a present, empty command. */
    static Optional<List<String>> command(Fields fields, String key) {
        Optional<Node> value = fields.take(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof ListNode) {
            return Optional.of(List.copyOf(fields.texts(key)));
        }
        return fields.text(key, ShellWords::split).map(words -> {
            words.stream().filter(SHELL_ONLY::contains).findFirst().ifPresent(word -> warnOfShell(fields, key, word));
            return List.copyOf(words);
        });
    }

    private static void warnOfShell(Fields fields, String key, String word) {
        fields.warn(
                key,
                "`" + word + "` is passed to the program as it is: no shell runs this line",
                "write [\"sh\", \"-c\", \"...\"] to run it in a shell");
    }
}

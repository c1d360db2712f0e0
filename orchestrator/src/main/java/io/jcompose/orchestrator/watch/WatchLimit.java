package io.jcompose.orchestrator.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The kernel watches no more for this user (inotify(7), /proc interfaces): a sentence, and what to do. */
public final class WatchLimit extends IOException {
    private static final Path SETTINGS = Path.of("/proc/sys/fs/inotify");

    private final String hint;

    private WatchLimit(String message, String hint, IOException cause) {
        super(message, cause);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }

    /** What the JDK says when inotify_add_watch(2) fails with ENOSPC. */
    static IOException of(Path folder, int watched, IOException e) {
        String said = String.valueOf(e.getMessage());
        if (!said.contains("inotify watches")) {
            return e;
        }
        return new WatchLimit(
                "cannot watch " + folder + ": this user's limit of watched directories, fs.inotify.max_user_watches"
                        + value("max_user_watches") + ", is reached after " + watched,
                "raise it (sysctl fs.inotify.max_user_watches=524288), or let `ignore` leave out what is large",
                e);
    }

    /** What it says when inotify_init(2) fails with EMFILE. */
    static IOException ofInstances(IOException e) {
        String said = String.valueOf(e.getMessage());
        if (!said.contains("inotify instances")) {
            return e;
        }
        return new WatchLimit(
                "cannot watch files: this user's limit of watching programs, fs.inotify.max_user_instances"
                        + value("max_user_instances") + ", is reached",
                "end another one, or raise it (sysctl fs.inotify.max_user_instances=512)",
                e);
    }

    private static String value(String name) {
        String text = read(SETTINGS.resolve(name));
        return text == null ? "" : " (" + text.strip() + ")";
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return null;
        }
    }
}

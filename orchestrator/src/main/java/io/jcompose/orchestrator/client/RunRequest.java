package io.jcompose.orchestrator.client;

import org.jspecify.annotations.Nullable;

/**
 * A one-off container.
 *
 * @param up its project, in which it stands as a service of its own under {@code name}; the services named there are
 *     brought up before
 * @param service whose command it runs
 * @param remove whether it goes when it has ended
 * @param detach whether it runs in the background
 * @param tty whether its command has a terminal
 * @param terminal size of the caller's terminal, or null for none
 */
public record RunRequest(
        UpRequest up,
        String name,
        String service,
        boolean remove,
        boolean detach,
        boolean tty,
        ExecRequest.@Nullable Size terminal) {
    /** The name of a container without its project; {@code slug} makes it one of its own. */
    public static String nameOf(String service, String slug) {
        return service + "-run-" + slug;
    }

    byte[] json() {
        return RequestBody.of(out -> {
            up.write(out);
            out.writeStringField("name", name);
            out.writeStringField("of", service);
            out.writeBooleanField("remove", remove);
            out.writeBooleanField("detach", detach);
            out.writeBooleanField("tty", tty);
            if (terminal != null) {
                out.writeNumberField("rows", terminal.rows());
                out.writeNumberField("columns", terminal.columns());
            }
        });
    }
}

package io.jcompose.orchestrator.audit;

/**
 * Somebody who asks.
 *
 * @param user a name as the client says it; nobody checks it
 * @param uid of the process that asked, as the kernel says (SO_PEERCRED, unix(7)); -1 when that is not known
 */
public record Who(String user, int uid) {
    /** What the daemon does by itself. */
    public static final Who DAEMON = new Who("daemon", 0);

    private static final int LONGEST = 100;

    public Who {
        String plain = user.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        user = plain.isBlank() ? "uid " + uid : plain;
    }
}

package io.jcompose.network.linux;

import io.jcompose.network.firewall.NfTables;
import io.jcompose.network.firewall.Ruleset;
import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Our table in the kernel, and what it looked like when we had made it. */
final class Table implements AutoCloseable {
    private final NfTables tables;
    private final String name;
    private @Nullable Ruleset applied;
    private String fingerprint = "";

    private Table(NfTables tables, String name) {
        this.tables = tables;
        this.name = name;
    }

    static Table open(Netns host, String name) throws IOException {
        return new Table(host.call(() -> NfTables.open(host.kernel())), name);
    }

    /** Puts the rules there, unless they are known to stand there already. */
    void apply(Ruleset wanted) throws IOException {
        if (!wanted.equals(applied)) {
            replace(wanted);
        }
    }

    /** Puts the rules there, whatever stands there. */
    void replace(Ruleset wanted) throws IOException {
        tables.replace(wanted);
        applied = wanted;
        fingerprint = tables.fingerprint(wanted);
    }

    void delete() throws IOException {
        applied = null;
        fingerprint = "";
        tables.delete(name);
    }

    /** Whether the table is there and as it was made; of a table made by an earlier process, whether it is there. */
    boolean isWhole() throws IOException {
        return applied == null ? tables.exists(name) : fingerprint.equals(tables.fingerprint(applied));
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}

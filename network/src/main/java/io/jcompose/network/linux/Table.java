package io.jcompose.network.linux;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.firewall.Conntrack;
import io.jcompose.network.firewall.NfTables;
import io.jcompose.network.firewall.Ruleset;
import io.jcompose.network.firewall.StaleFlows;
import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our table in the kernel, and what it looked like when we had made it. The kernel is asked only when there is something
 * to do: a host without nf_tables can still run containers that share its network.
 */
final class Table implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Table.class);

    private final Netns host;
    private final String name;
    private @Nullable NfTables opened;
    private @Nullable Ruleset applied;
    private String fingerprint = "";

    Table(Netns host, String name) {
        this.host = host;
        this.name = name;
    }

    private NfTables tables() throws IOException {
        NfTables tables = opened;
        if (tables == null) {
            tables = host.call(() -> NfTables.open(host.kernel()));
            opened = tables;
        }
        return tables;
    }

    /** Puts the rules there, unless they are known to stand there already. */
    void apply(Ruleset wanted) throws IOException {
        if (!wanted.equals(applied)) {
            replace(wanted);
        }
    }

    /** Puts the rules there, whatever stands there. */
    void replace(Ruleset wanted) throws IOException {
        tables().replace(wanted);
        applied = wanted;
        fingerprint = tables().fingerprint(wanted);
    }

    /** Sends UDP clients of changed ports to the new targets; without it they would find them after their next pause. */
    void forget(StaleFlows stale) {
        if (stale.isEmpty()) {
            return;
        }
        try (Conntrack conntrack = host.call(() -> Conntrack.open(host.kernel()))) {
            LOG.debug("{} UDP flows led elsewhere", conntrack.forget(stale));
        } catch (IOException e) {
            LOG.warn("clients of changed UDP ports may reach the old target for a while: {}", e.getMessage());
        }
    }

    /** Clients of published ports that were led to an address find another one at once, when nobody has it any more. */
    void forgetAnsweredBy(String address) {
        try (Conntrack conntrack = host.call(() -> Conntrack.open(host.kernel()))) {
            LOG.debug("{} flows of {} led elsewhere", conntrack.forgetAnsweredBy(Ipv4.parse(address)), address);
        } catch (IOException e) {
            LOG.warn("clients of published ports may still be led to {} for a while: {}", address, e.getMessage());
        }
    }

    /** Deletes what this process made or looked at, if anything. */
    void deleteIfUsed() throws IOException {
        if (opened != null) {
            delete();
        }
    }

    void delete() throws IOException {
        applied = null;
        fingerprint = "";
        tables().delete(name);
    }

    /** Whether the table is there and as it was made; of a table made by an earlier process, whether it is there. */
    boolean isWhole() throws IOException {
        return applied == null ? tables().exists(name) : fingerprint.equals(tables().fingerprint(applied));
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }
}

package io.jcompose.network.firewall;

import io.jcompose.network.netlink.Attributes;
import io.jcompose.network.netlink.Message;
import io.jcompose.network.netlink.NetlinkSocket;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The nf_tables of the network namespace of the thread that opened this. */
public final class NfTables implements AutoCloseable {
    private static final int HEADER = 4;
    private static final int NF_FORWARD = 2;
    private static final int NF_DROP = 0;

    private final NetlinkSocket socket;

    private NfTables(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static NfTables open(Kernel kernel) throws IOException {
        return new NfTables(NetlinkSocket.open(kernel, NetlinkSocket.NETFILTER));
    }

    /** Replaces the whole table in one transaction. */
    public void replace(Ruleset ruleset) throws IOException {
        socket.transact(RulesetMessages.begin(), RulesetMessages.replace(ruleset), RulesetMessages.end());
    }

    /** Deletes a table; nothing happens when there is none. */
    public void delete(String table) throws IOException {
        socket.transact(RulesetMessages.begin(), RulesetMessages.delete(table), RulesetMessages.end());
    }

    public boolean exists(String table) throws IOException {
        return socket.find(RulesetMessages.table(table)) != null;
    }

    /** A digest of all that stands in the table, or empty when there is no table. */
    public String fingerprint(Ruleset ruleset) throws IOException {
        String table = ruleset.table();
        Message found = socket.find(RulesetMessages.table(table));
        if (found == null) {
            return "";
        }
        List<Message> all = new ArrayList<>();
        all.add(found);
        for (Message chain : socket.dump(RulesetMessages.allChains())) {
            if (chain.byteAt(0) == RulesetMessages.NFPROTO_IPV4
                    && chain.attributes(HEADER).text(1).equals(table)) {
                all.add(chain);
            }
        }
        all.addAll(socket.dump(RulesetMessages.rules(table)));
        for (String map : ruleset.mapNames()) {
            all.addAll(socket.dump(RulesetMessages.elements(table, map)));
        }
        return digest(all);
    }

    /** Chains of others at the forward hook that drop what they do not accept, as {@code table/chain}. */
    public List<String> droppingForwardChains() throws IOException {
        List<String> chains = new ArrayList<>();
        for (Message message : socket.dump(RulesetMessages.allChains())) {
            Attributes chain = message.attributes(HEADER);
            boolean atForward = chain.has(4) && chain.nested(4).be32(1) == NF_FORWARD;
            if (atForward && chain.has(5) && chain.be32(5) == NF_DROP) {
                chains.add(chain.text(1) + "/" + chain.text(3));
            }
        }
        return chains;
    }

    /** The header is left out: it holds the generation, which changes with every change of any table. */
    private static String digest(List<Message> messages) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Message message : messages) {
                byte[] body = message.body();
                digest.update(Arrays.copyOfRange(body, HEADER, body.length));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

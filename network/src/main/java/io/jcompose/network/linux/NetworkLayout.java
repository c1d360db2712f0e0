package io.jcompose.network.linux;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where networks are kept and what they are called.
 *
 * @param stateFile file of the leases
 * @param instance eight hexadecimal digits that stand in the names of bridges, veths and of the nf_tables table, so
 *     that two daemons do not meet
 * @param hostNamespace path of the network namespace that plays the host, or null for the process's own
 */
public record NetworkLayout(
        Path stateFile, String instance, @Nullable Path hostNamespace) {
    public NetworkLayout {
        if (!instance.matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException("'" + instance + "' is not eight hexadecimal digits");
        }
    }

    String tableName() {
        return "jcompose_" + instance;
    }

    String bridgePrefix() {
        return "jc" + instance;
    }

    String vethPrefix() {
        return "jv" + instance;
    }
}

package io.jcompose.network.linux;

import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.firewall.Conntrack;
import io.jcompose.network.firewall.Firewall;
import io.jcompose.network.firewall.FirewallNetwork;
import io.jcompose.network.firewall.NfTables;
import io.jcompose.network.firewall.Ruleset;
import io.jcompose.network.firewall.StaleFlows;
import io.jcompose.network.link.Links;
import io.jcompose.network.link.Mac;
import io.jcompose.network.link.Sysctl;
import io.jcompose.network.link.VethPair;
import io.jcompose.network.netlink.Netns;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tries on this machine, in a scratch namespace, what networks need; concludes nothing from version numbers. */
public final class NetworkDoctor {
    private static final Subnet SUBNET = Subnet.parse("10.0.0.0/24");
    private static final String BRIDGE = "jcdoctor0";

    private final Kernel kernel;
    private final List<Finding> findings = new ArrayList<>();

    private NetworkDoctor(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Whether networks can work. */
    public enum Level {
        OK,
        DEGRADED,
        MISSING
    }

    /**
     * One thing that was tried.
     *
     * @param detail what was seen
     * @param remedy how to get it; empty when all is well
     */
    public record Finding(String what, Level level, String detail, String remedy) {}

    /** Tries everything. Leaves nothing behind. */
    public static List<Finding> examine(Kernel kernel) {
        var doctor = new NetworkDoctor(kernel);
        doctor.tryInScratchNamespace();
        if (doctor.works("nf_tables")) {
            doctor.lookAtHost(new Netns(kernel, null));
        }
        return List.copyOf(doctor.findings);
    }

    private boolean works(String what) {
        return findings.stream().anyMatch(finding -> finding.what().equals(what) && finding.level() == Level.OK);
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void tryInScratchNamespace() {
        Path file;
        try {
            file = Files.createTempFile("jcompose-doctor", ".netns");
        } catch (IOException e) {
            bad("network namespace", Level.MISSING, e, "make the temporary directory writable");
            return;
        }
        try {
            NetworkNamespace.create(kernel, file);
            findings.add(new Finding("network namespace", Level.OK, "made and kept", ""));
            try {
                new Netns(kernel, file).call(() -> tryInside(file));
            } finally {
                kernel.unmount(file, Flags.MNT_DETACH);
            }
        } catch (IOException e) {
            bad("network namespace", Level.MISSING, e, "run as root, outside of a restricted container");
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            bad("network namespace", Level.DEGRADED, e, "remove " + file + " by hand");
        }
    }

    private boolean tryInside(Path namespace) {
        attempt("bridge", Level.MISSING, "load the kernel module bridge", () -> {
            try (Links links = Links.open(kernel)) {
                links.addBridge(BRIDGE, Mac.of(1), Links.USUAL_MTU);
            }
        });
        attempt("veth", Level.MISSING, "load the kernel module veth", () -> {
            try (Links links = Links.open(kernel);
                    Fd self = kernel.open(namespace, Flags.O_RDONLY, 0)) {
                links.addVeth(new VethPair("jcdoctor1", 0, "jcdoctor2", Mac.of(2), Links.USUAL_MTU), self);
            }
        });
        attempt(
                "nf_tables",
                Level.MISSING,
                "load the kernel modules nf_tables, nft_nat, nft_masq, nft_fib_ipv4",
                () -> {
                    try (NfTables tables = NfTables.open(kernel)) {
                        tables.replace(sample());
                    }
                });
        attempt("connection tracking", Level.DEGRADED, "load the kernel module nf_conntrack_netlink", () -> {
            try (Conntrack conntrack = Conntrack.open(kernel)) {
                conntrack.forget(new StaleFlows(List.of(), List.of(), Set.of(), List.of()));
            }
        });
        attempt("IPv4 forwarding", Level.MISSING, "make /proc/sys/net writable", () -> {
            Sysctl.forward(new Netns(kernel, null));
            Sysctl.routeLocalnet(new Netns(kernel, null), "lo");
        });
        return true;
    }

    /** Rules with every expression that we use. */
    private static Ruleset sample() {
        var network = new FirewallNetwork(BRIDGE, SUBNET, Ipv4.parse("10.0.0.1"), false, 5353);
        var targets = List.of(new Publication.Target("10.0.0.2", 80), new Publication.Target("10.0.0.3", 80));
        return Firewall.ruleset(
                "jcompose_doctor",
                List.of(network),
                List.of(
                        new Publication(null, 80, Transport.TCP, targets),
                        new Publication("127.0.0.1", 53, Transport.UDP, targets.subList(0, 1))),
                List.of(Ipv4.parse("10.0.0.4")));
    }

    private void lookAtHost(Netns host) {
        attempt("firewall of others", Level.DEGRADED, "look with nft list ruleset", () -> {
            List<String> chains = droppingForwardChains(host);
            if (!chains.isEmpty()) {
                findings.add(new Finding(
                        "firewall of others",
                        Level.DEGRADED,
                        obstacle(chains),
                        "accept what comes from and goes to the bridges, as with iptables -I FORWARD -i jc+ -j ACCEPT"
                                + " and iptables -I FORWARD -o jc+ -j ACCEPT (with Docker: chain DOCKER-USER)"));
            }
        });
    }

    static List<String> droppingForwardChains(Netns host) throws IOException {
        return host.call(() -> {
            try (NfTables tables = NfTables.open(host.kernel())) {
                return tables.droppingForwardChains();
            }
        });
    }

    static String obstacle(List<String> chains) {
        return "another program's firewall drops forwarded packets (" + String.join(", ", chains)
                + "): published ports and the way out may not work";
    }

    /** Finds OK, unless the attempt itself has found something. */
    private void attempt(String what, Level otherwise, String remedy, Attempt attempt) {
        int before = findings.size();
        try {
            attempt.run();
            if (findings.size() == before) {
                findings.add(new Finding(what, Level.OK, "works", ""));
            }
        } catch (IOException e) {
            bad(what, otherwise, e, remedy);
        }
    }

    private void bad(String what, Level level, IOException cause, String remedy) {
        findings.add(new Finding(what, level, String.valueOf(cause.getMessage()), remedy));
    }
}

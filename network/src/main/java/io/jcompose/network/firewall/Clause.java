package io.jcompose.network.firewall;

import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import java.util.Locale;

/** A part of a rule, as nft(8) writes it: a match, or what is done. */
sealed interface Clause {
    /** The clause in nft's words. */
    String text();

    record FromLink(String link) implements Clause {
        @Override
        public String text() {
            return "iifname \"" + link + "\"";
        }
    }

    record ToLink(String link, boolean equal) implements Clause {
        @Override
        public String text() {
            return "oifname " + (equal ? "" : "!= ") + "\"" + link + "\"";
        }
    }

    record Source(Subnet subnet) implements Clause {
        @Override
        public String text() {
            return "ip saddr " + subnet;
        }
    }

    record Destination(Subnet subnet) implements Clause {
        @Override
        public String text() {
            return "ip daddr " + (subnet.prefix() == 32 ? Ipv4.format(subnet.network()) : subnet.toString());
        }
    }

    /** The destination is an address of this host. */
    record DestinationIsHost() implements Clause {
        @Override
        public String text() {
            return "fib daddr type local";
        }
    }

    record Protocol(Transport transport) implements Clause {
        @Override
        public String text() {
            return "meta l4proto " + transport.name().toLowerCase(Locale.ROOT);
        }
    }

    record DestinationPort(int port) implements Clause {
        @Override
        public String text() {
            return "th dport " + port;
        }
    }

    /** The connection was sent elsewhere by a dnat rule. */
    record Translated() implements Clause {
        @Override
        public String text() {
            return "ct status dnat";
        }
    }

    record Established() implements Clause {
        @Override
        public String text() {
            return "ct state established,related";
        }
    }

    /** The first packet of a TCP connection. */
    record Opening() implements Clause {
        @Override
        public String text() {
            return "meta l4proto tcp tcp flags & (fin | syn | rst | ack) == syn";
        }
    }

    /** Looks up protocol and destination port, with the destination address before them or not. */
    record PortVerdict(String map, boolean withAddress) implements Clause {
        @Override
        public String text() {
            return (withAddress ? "ip daddr . " : "") + "meta l4proto . th dport vmap @" + map;
        }
    }

    record DestinationTo(int address, int port) implements Clause {
        @Override
        public String text() {
            return "dnat to " + Ipv4.format(address) + ":" + port;
        }
    }

    /** One target of a map after the other. */
    record DestinationInTurn(String map, int count) implements Clause {
        @Override
        public String text() {
            return "dnat ip to numgen inc mod " + count + " map @" + map;
        }
    }

    record Masquerade() implements Clause {
        @Override
        public String text() {
            return "masquerade";
        }
    }

    record Jump(String chain) implements Clause {
        @Override
        public String text() {
            return "jump " + chain;
        }
    }

    record Accept() implements Clause {
        @Override
        public String text() {
            return "accept";
        }
    }

    record Drop() implements Clause {
        @Override
        public String text() {
            return "drop";
        }
    }
}

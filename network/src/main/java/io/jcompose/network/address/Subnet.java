package io.jcompose.network.address;

/**
 * An IPv4 subnet.
 *
 * @param network its lowest address
 * @param prefix count of fixed leading bits, 0 to 32
 */
public record Subnet(int network, int prefix) {
    public Subnet {
        network &= mask(prefix);
    }

    /**
     * Reads {@code a.b.c.d/prefix}; bits behind the prefix are cleared.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Subnet parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
            throw new IllegalArgumentException("'" + cidr + "' is not an IPv4 subnet like 10.5.0.0/16");
        }
        return new Subnet(Ipv4.parse(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    public boolean contains(int address) {
        return (address & mask(prefix)) == network;
    }

    public boolean overlaps(Subnet other) {
        return contains(other.network) || other.contains(network);
    }

    public int mask() {
        return mask(prefix);
    }

    public int broadcast() {
        return network | ~mask(prefix);
    }

    /** Whether the address can be given to a host: inside, and neither the network's own nor the broadcast address. */
    public boolean isHost(int address) {
        return contains(address) && address != network && address != broadcast();
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    @Override
    public String toString() {
        return Ipv4.format(network) + "/" + prefix;
    }
}

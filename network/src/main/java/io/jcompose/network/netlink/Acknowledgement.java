package io.jcompose.network.netlink;

/**
 * NLMSG_ERROR: the answer to a request (netlink(7)): {@code int error; struct nlmsghdr} and, with NETLINK_EXT_ACK,
 * attributes.
 *
 * @param errno 0 for success
 * @param words the kernel's own words, or empty
 */
record Acknowledgement(int errno, String words) {
    private static final int FLAG_TLVS = 0x200;
    private static final int FLAG_CAPPED = 0x100;
    private static final int ERROR_AND_HEADER = 20;
    private static final int ATTRIBUTE_MESSAGE = 1;

    static Acknowledgement parse(Message message) {
        String words = "";
        if ((message.flags() & FLAG_TLVS) != 0) {
            int echoed = (message.flags() & FLAG_CAPPED) != 0 ? 0 : message.intAt(4) - 16;
            words = message.attributes(ERROR_AND_HEADER + (echoed + 3 & ~3)).text(ATTRIBUTE_MESSAGE);
        }
        return new Acknowledgement(-message.intAt(0), words);
    }

    NetlinkException failure() {
        return new NetlinkException(errno, words);
    }
}

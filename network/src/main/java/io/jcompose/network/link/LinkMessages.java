package io.jcompose.network.link;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.netlink.Attributes;
import io.jcompose.network.netlink.Message;
import io.jcompose.network.netlink.MessageWriter;
import io.jcompose.runtime.linux.Flags;

/** rtnetlink messages (rtnetlink(7), include/uapi/linux/if_link.h) to and from values. */
final class LinkMessages {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_SETLINK = 19;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int RTM_GETROUTE = 26;
    private static final int IFINFO = 16;
    private static final int IFADDR = 8;
    private static final int RTMSG = 12;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_GROUP = 27;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int INFO_SLAVE_KIND = 4;
    private static final int INFO_SLAVE_DATA = 5;
    private static final int BRPORT_MODE = 4;
    private static final int BR_FORWARD_DELAY = 1;
    private static final int VETH_PEER = 1;
    private static final int INET6_ADDR_GEN_MODE = 8;
    private static final int GEN_MODE_NONE = 1;
    private static final int IFF_UP = 1;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_BOOT = 3;
    private static final int RTN_UNICAST = 1;

    private LinkMessages() {}

    static Message newBridge(String name, String mac, int mtu) {
        return info(0, IFF_UP, IFF_UP)
                .attributeText(IFLA_IFNAME, name)
                .attributeU32(IFLA_MTU, mtu)
                .attribute(IFLA_ADDRESS, Mac.bytes(mac))
                .nested(
                        IFLA_LINKINFO,
                        linkInfo -> linkInfo.attributeText(INFO_KIND, "bridge")
                                .nested(INFO_DATA, data -> data.attributeU32(BR_FORWARD_DELAY, 0)))
                .toMessage(RTM_NEWLINK, Message.CREATE | Message.EXCLUSIVE);
    }

    /** The pair, one end up and on its bridge, the other already in its namespace with its name. */
    static Message newVeth(VethPair pair, int namespaceFd) {
        MessageWriter message =
                info(0, IFF_UP, IFF_UP).attributeText(IFLA_IFNAME, pair.name()).attributeU32(IFLA_MTU, pair.mtu());
        if (pair.bridge() != 0) {
            message.attributeU32(IFLA_MASTER, pair.bridge());
        }
        return message.nested(
                        IFLA_LINKINFO,
                        linkInfo -> linkInfo.attributeText(INFO_KIND, "veth")
                                .nested(
                                        INFO_DATA,
                                        data -> data.nested(VETH_PEER, end -> farEnd(end, pair, namespaceFd))))
                .toMessage(RTM_NEWLINK, Message.CREATE | Message.EXCLUSIVE);
    }

    private static void farEnd(MessageWriter end, VethPair pair, int namespaceFd) {
        infoInto(end, 0, 0, 0)
                .attributeText(IFLA_IFNAME, pair.peer())
                .attribute(IFLA_ADDRESS, Mac.bytes(pair.peerMac()))
                .attributeU32(IFLA_MTU, pair.mtu())
                .attributeU32(IFLA_NET_NS_FD, namespaceFd);
    }

    static Message hairpin(String name) {
        return info(0, 0, 0)
                .attributeText(IFLA_IFNAME, name)
                .nested(
                        IFLA_LINKINFO,
                        linkInfo -> linkInfo.attributeText(INFO_SLAVE_KIND, "bridge")
                                .nested(INFO_SLAVE_DATA, data -> data.attributeU8(BRPORT_MODE, 1)))
                .toMessage(RTM_NEWLINK, 0);
    }

    /** No IPv6 link-local address: no neighbour discovery on networks that have only IPv4. */
    static Message noLinkLocal(String name) {
        return info(0, 0, 0)
                .attributeText(IFLA_IFNAME, name)
                .nested(
                        IFLA_AF_SPEC,
                        families -> families.nested(
                                Flags.AF_INET6, inet6 -> inet6.attributeU8(INET6_ADDR_GEN_MODE, GEN_MODE_NONE)))
                .toMessage(RTM_NEWLINK, 0);
    }

    static Message up(String name) {
        return info(0, IFF_UP, IFF_UP).attributeText(IFLA_IFNAME, name).toMessage(RTM_NEWLINK, 0);
    }

    static Message master(String name, int bridge) {
        return info(0, IFF_UP, IFF_UP)
                .attributeText(IFLA_IFNAME, name)
                .attributeU32(IFLA_MASTER, bridge)
                .toMessage(RTM_NEWLINK, 0);
    }

    static Message delete(String name) {
        return info(0, 0, 0).attributeText(IFLA_IFNAME, name).toMessage(RTM_DELLINK, 0);
    }

    static Message group(String name, int group) {
        return info(0, 0, 0)
                .attributeText(IFLA_IFNAME, name)
                .attributeU32(IFLA_GROUP, group)
                .toMessage(RTM_SETLINK, 0);
    }

    static Message deleteGroup(int group) {
        return info(0, 0, 0).attributeU32(IFLA_GROUP, group).toMessage(RTM_DELLINK, 0);
    }

    static Message get(String name) {
        return info(0, 0, 0).attributeText(IFLA_IFNAME, name).toMessage(RTM_GETLINK, 0);
    }

    static Message links() {
        return info(0, 0, 0).toMessage(RTM_GETLINK, 0);
    }

    static Link link(Message answer) {
        Attributes all = answer.attributes(IFINFO);
        Attributes info = all.nested(IFLA_LINKINFO);
        return new Link(
                all.text(IFLA_IFNAME),
                answer.intAt(4),
                info.text(INFO_KIND),
                (answer.intAt(8) & IFF_UP) != 0,
                all.u32(IFLA_MASTER),
                all.u32(IFLA_LINK),
                Mac.format(all.bytes(IFLA_ADDRESS)),
                all.u32(IFLA_MTU),
                info.nested(INFO_SLAVE_DATA).u8(BRPORT_MODE) == 1);
    }

    static Message newAddress(LinkAddress address) {
        Subnet subnet = new Subnet(address.address(), address.prefix());
        return address(address)
                .attribute(IFA_BROADCAST, Ipv4.bytes(subnet.broadcast()))
                .toMessage(RTM_NEWADDR, Message.CREATE | Message.REPLACE);
    }

    static Message deleteAddress(LinkAddress address) {
        return address(address).toMessage(RTM_DELADDR, 0);
    }

    static Message addresses() {
        return new MessageWriter().u8(Flags.AF_INET).u8(0).u8(0).u8(0).u32(0).toMessage(RTM_GETADDR, 0);
    }

    static LinkAddress address(Message answer) {
        byte[] local = answer.attributes(IFADDR).bytes(IFA_LOCAL);
        return new LinkAddress(answer.intAt(4), Ipv4.of(local), answer.byteAt(1));
    }

    static Message defaultRoute(int index, int gateway) {
        return route(RT_TABLE_MAIN, RTPROT_BOOT, RTN_UNICAST)
                .attribute(RTA_GATEWAY, Ipv4.bytes(gateway))
                .attributeU32(RTA_OIF, index)
                .toMessage(RTM_NEWROUTE, Message.CREATE | Message.REPLACE);
    }

    static Message deleteDefaultRoute(int index) {
        return route(RT_TABLE_MAIN, 0, 0).attributeU32(RTA_OIF, index).toMessage(RTM_DELROUTE, 0);
    }

    static Message routes() {
        return route(0, 0, 0).toMessage(RTM_GETROUTE, 0);
    }

    static Route route(Message answer) {
        Attributes all = answer.attributes(RTMSG);
        int destination = all.has(RTA_DST) ? Ipv4.of(all.bytes(RTA_DST)) : 0;
        int gateway = all.has(RTA_GATEWAY) ? Ipv4.of(all.bytes(RTA_GATEWAY)) : 0;
        boolean main = answer.byteAt(4) == RT_TABLE_MAIN;
        return new Route(new Subnet(destination, answer.byteAt(1)), all.u32(RTA_OIF), gateway, main);
    }

    /** struct ifinfomsg: family, pad, type, index, flags, change. */
    private static MessageWriter info(int index, int flags, int change) {
        return infoInto(new MessageWriter(), index, flags, change);
    }

    private static MessageWriter infoInto(MessageWriter writer, int index, int flags, int change) {
        return writer.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    /** struct ifaddrmsg: family, prefix length, flags, scope, index. */
    private static MessageWriter address(LinkAddress address) {
        byte[] bytes = Ipv4.bytes(address.address());
        return new MessageWriter()
                .u8(Flags.AF_INET)
                .u8(address.prefix())
                .u8(0)
                .u8(0)
                .u32(address.index())
                .attribute(IFA_LOCAL, bytes)
                .attribute(IFA_ADDRESS, bytes);
    }

    /** struct rtmsg: family, destination and source length, tos, table, protocol, scope, type, flags. */
    private static MessageWriter route(int table, int protocol, int type) {
        return new MessageWriter()
                .u8(Flags.AF_INET)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(protocol)
                .u8(0)
                .u8(type)
                .u32(0);
    }
}

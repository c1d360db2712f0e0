/**
 * Netlink: messages and attributes as bytes (pure), and one thin socket.
 *
 * <p>Must not know: what a bridge or a rule is. Start reading at {@link io.jcompose.network.netlink.NetlinkSocket}.
 */
@NullMarked
package io.jcompose.network.netlink;

import org.jspecify.annotations.NullMarked;

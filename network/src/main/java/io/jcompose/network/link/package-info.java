/**
 * Bridges, veth pairs, addresses and routes by rtnetlink, and the switches under /proc/sys/net.
 *
 * <p>Must not know: leases, rules, names. Start reading at {@link io.jcompose.network.link.Links}.
 */
@NullMarked
package io.jcompose.network.link;

import org.jspecify.annotations.NullMarked;

/**
 * The name servers on the gateways of the networks.
 *
 * <p>Must not know: containers, leases, links. Start reading at {@link io.jcompose.network.dns.DnsServer}; what is
 * answered is decided in {@link io.jcompose.network.dns.Resolver} (pure).
 */
@NullMarked
package io.jcompose.network.dns;

import org.jspecify.annotations.NullMarked;

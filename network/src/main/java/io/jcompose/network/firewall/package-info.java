/**
 * Our own nf_tables table: what stands in it (pure, printable), and its replacement in one transaction.
 *
 * <p>Must not know: how links are made, leases. Start reading at {@link io.jcompose.network.firewall.Firewall}.
 */
@NullMarked
package io.jcompose.network.firewall;

import org.jspecify.annotations.NullMarked;

/**
 * Host ports held by bound sockets that do not listen.
 *
 * <p>Must not know: rules, containers. Start reading at {@link io.jcompose.network.publish.PortReservations}.
 */
@NullMarked
package io.jcompose.network.publish;

import org.jspecify.annotations.NullMarked;

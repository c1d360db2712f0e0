/** Tests of the networks in scratch namespaces. */
@NullMarked
package io.jcompose.network.linux;

import org.jspecify.annotations.NullMarked;

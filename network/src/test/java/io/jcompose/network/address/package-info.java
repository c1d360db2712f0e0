/** Tests of what is pure in the package of the same name. */
@NullMarked
package io.jcompose.network.address;

import org.jspecify.annotations.NullMarked;

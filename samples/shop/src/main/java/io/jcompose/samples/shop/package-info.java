/**
 * The API of a shop: what it sells lies in PostgreSQL, what is looked at is counted in Redis. A sample of jcompose.
 *
 * <p>Must not know: jcompose. Start reading at {@link io.jcompose.samples.shop.Shop}.
 */
@NullMarked
package io.jcompose.samples.shop;

import org.jspecify.annotations.NullMarked;

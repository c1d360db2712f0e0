/**
 * A guestbook on the web: the sample application of jcompose.
 *
 * <p>Must not know: jcompose. Start reading at {@link io.jcompose.samples.guestbook.Guestbook}.
 */
@NullMarked
package io.jcompose.samples.guestbook;

import org.jspecify.annotations.NullMarked;

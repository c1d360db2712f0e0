/**
 * Places in files: spans, and the map from tree paths to them.
 *
 * <p>Must not know: YAML, the model. Start reading at {@link io.jcompose.spec.source.Span}.
 */
@NullMarked
package io.jcompose.spec.source;

import org.jspecify.annotations.NullMarked;

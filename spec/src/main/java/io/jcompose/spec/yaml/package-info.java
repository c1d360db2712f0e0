/**
 * Trees of text: YAML and JSON to nodes that know their place, and back.
 *
 * <p>Must not know: what any key means. Start reading at {@link io.jcompose.spec.yaml.Node}.
 */
@NullMarked
package io.jcompose.spec.yaml;

import org.jspecify.annotations.NullMarked;

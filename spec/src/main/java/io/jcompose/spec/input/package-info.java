/**
 * What a request means before any YAML is understood: which files, which variables.
 *
 * <p>Must not know: services, the model. Start reading at {@link io.jcompose.spec.input.Inputs}.
 */
@NullMarked
package io.jcompose.spec.input;

import org.jspecify.annotations.NullMarked;

/**
 * Variables: how they are substituted in text, and the syntax of env files.
 *
 * <p>Must not know: YAML, the model. Start reading at {@link io.jcompose.spec.env.Template}.
 */
@NullMarked
package io.jcompose.spec.env;

import org.jspecify.annotations.NullMarked;

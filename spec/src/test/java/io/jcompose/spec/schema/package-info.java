/**
 * The JSON Schema of the reference loader as a test oracle: what it takes we take, what it refuses we refuse.
 *
 * <p>Must not know: how our own loader decides. Start reading at {@link io.jcompose.spec.schema.SchemaOracleTest}.
 */
@NullMarked
package io.jcompose.spec.schema;

import org.jspecify.annotations.NullMarked;

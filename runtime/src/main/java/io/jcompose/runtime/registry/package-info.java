/**
 * The client of registries (OCI distribution specification 1.1, and what Docker's registry does beyond it).
 *
 * <p>Must not know: services, the daemon, where people keep their passwords; of the store only {@link
 * io.jcompose.runtime.registry.RegistryImages} and the two ways through it. Start reading there.
 */
@NullMarked
package io.jcompose.runtime.registry;

import org.jspecify.annotations.NullMarked;

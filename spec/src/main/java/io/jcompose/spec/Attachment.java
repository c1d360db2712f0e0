package io.jcompose.spec;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A service's place on one network.
 *
 * @param aliases further names there, besides the service's own
 * @param ipv4Address a static address, or null for one of the pool
 */
public record Attachment(
        SortedSet<String> aliases, @Nullable String ipv4Address) {}

package io.jcompose.runtime;

import java.util.List;

/**
 * What a build shares with builds of other hosts.
 *
 * @param from asked in this order for what this host has not done; one that cannot be read is left out
 * @param to written when the image is there
 * @param accounts for their registries
 */
public record CacheExchange(List<CachePlace> from, List<CachePlace> to, RegistryAccounts accounts) {
    public static final CacheExchange NONE = new CacheExchange(List.of(), List.of(), RegistryAccounts.NONE);

    public CacheExchange {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }
}

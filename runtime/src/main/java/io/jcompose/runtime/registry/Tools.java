package io.jcompose.runtime.registry;

import io.jcompose.runtime.RegistryAccounts;
import java.time.Clock;

/** What one visit to registries is made with. */
record Tools(Courier courier, Trust trust, Clock clock, Retrier retrier, RegistryAccounts accounts) {}

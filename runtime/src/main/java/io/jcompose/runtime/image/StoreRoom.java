package io.jcompose.runtime.image;

import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much the store may still write: some of its disk stays free for everybody else, and images may have a quota. What is
 * being written counts from its first bytes on.
 */
final class StoreRoom {
    /** Looked at again after so many bytes. */
    private static final long STEP = 4L << 20;

    private final Path place;
    private final StorageSettings settings;
    private final OptionalLong quota;
    private final LongSupplier used;
    private final BooleanSupplier waiting;
    private final AtomicLong begun = new AtomicLong();

    /**
     * @param used bytes of all images that exist
     * @param waiting waits for something to be removed; false when nothing is
     */
    StoreRoom(Path place, StorageSettings settings, LongSupplier used, BooleanSupplier waiting) {
        this.place = place;
        this.settings = settings;
        this.quota = settings.quota();
        this.used = used;
        this.waiting = waiting;
    }

    /** There is not enough room; the message says of what. */
    static final class NoRoom extends IOException {
        NoRoom(String message) {
            super(message);
        }
    }

    /** @param least bytes that will be written for sure */
    Claim claim(long least) throws NoRoom {
        Claim claim = new Claim(quota.isPresent() ? used.getAsLong() : 0);
        claim.check(least);
        return claim;
    }

    final class Claim implements Room {
        private final long before;
        private final AtomicLong mine = new AtomicLong();
        private final AtomicLong unlooked = new AtomicLong();

        private Claim(long before) {
            this.before = before;
        }

        @Override
        public void grow(long bytes) throws NoRoom {
            mine.addAndGet(bytes);
            begun.addAndGet(bytes);
            if (unlooked.addAndGet(bytes) >= STEP) {
                unlooked.set(0);
                check(0);
            }
        }

        private void check(long least) throws NoRoom {
            String wants = least > 0 ? "it needs at least " + size(least) + ", and " : "it has no room: ";
            long free = place.toFile().getUsableSpace();
            while (free - least < kept() && waiting.getAsBoolean()) {
                free = place.toFile().getUsableSpace();
            }
            if (free - least < kept()) {
                throw new NoRoom(wants + "the disk of " + place + " has " + size(free) + " free, of which "
                        + size(kept()) + " stay free; 'jcompose image prune' removes what nothing uses");
            }
            if (quota.isPresent() && before + begun.get() + least > quota.getAsLong()) {
                throw new NoRoom(wants + "images take " + size(before + begun.get()) + " of the "
                        + size(quota.getAsLong())
                        + " that storage.json allows them; 'jcompose image prune' removes what nothing uses");
            }
        }

        @Override
        public void close() {
            begun.addAndGet(-mine.getAndSet(0));
        }
    }

    private long kept() {
        return settings.kept(place.toFile().getTotalSpace());
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}

package io.jcompose.runtime.registry;

import io.jcompose.runtime.Registries.Visit;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.archive.StoredArchives;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.image.ImageStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** A process that gets an image and removes it until it is killed: root, {@code load} or {@code pull}, what, its name. */
public final class OtherStore {
    private OtherStore() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Disk disk = new Disk(DiskWitness.NONE);
        ImageStore store = ImageStore.open(root.resolve("images"), disk);
        var registries = RegistryImages.open(store, root, disk, Clock.systemUTC());
        var archives = new StoredArchives(store, Clock.systemUTC());
        var visit = new Visit(RegistryAccounts.NONE, null, TransferProgress.NONE);
        System.out.println("ready");
        while (true) {
            if (arguments[1].equals("load")) {
                archives.load(Path.of(arguments[2]), line -> {});
            } else {
                registries.pull(arguments[2], visit);
            }
            store.remove(arguments[3], Set.of());
        }
    }
}

package io.jcompose.orchestrator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of containers. */
class LedgerTest {
    @TempDir
    Path directory;

    @Test
    void theHealthOfARunDoesNotCountForTheNext() throws IOException {
        Ledger ledger = Ledger.open(directory, new Disk(DiskWitness.NONE));
        ledger.put("one", Memo.NEW);
        ledger.put("one", Health.HEALTHY, 5);
        ledger.begins("one", 9);
        assertThat(Ledger.open(directory, new Disk(DiskWitness.NONE)).get("one"))
                .isEqualTo(new Ledger.Note(Memo.NEW, Health.STARTING, 9));
    }

    @Test
    void aContainerWithoutProbesHasNoHealthInItsNextRunEither() throws IOException {
        Ledger ledger = Ledger.open(directory, new Disk(DiskWitness.NONE));
        ledger.put("one", Memo.NEW);
        ledger.begins("one", 9);
        assertThat(ledger.get("one").health()).isEqualTo(Health.NONE);
    }
}

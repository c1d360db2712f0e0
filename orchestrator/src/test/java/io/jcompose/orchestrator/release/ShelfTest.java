package io.jcompose.orchestrator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.audit.Who;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final SortedMap<Integer, Heading> headings = new TreeMap<>();

    private void release(Outcome outcome, int content) {
        int number = headings.size() + 1;
        headings.put(
                number,
                new Heading(
                        "shop",
                        number,
                        "",
                        Instant.EPOCH,
                        Who.DAEMON,
                        "up",
                        content == 0 ? number : content,
                        new TreeMap<>(),
                        outcome));
    }

    private Optional<Integer> running() {
        return new Shelf(headings).running().map(Heading::number);
    }

    private Optional<Integer> previous(boolean up) {
        return new Shelf(headings).previous(up).map(Heading::number);
    }

    @Test
    void whatWasTakenBackDoesNotRun() {
        release(Outcome.DONE, 0);
        release(Outcome.rolledBack("unhealthy"), 0);
        release(Outcome.failed("no image", false), 0);
        assertThat(running()).contains(1);
        release(Outcome.failed("exited (1)", true), 0);
        assertThat(running()).as("its wish stands").contains(4);
        assertThat(previous(true)).contains(1);
    }

    @Test
    void aSecondRollbackGoesFurtherBack() {
        release(Outcome.DONE, 0);
        release(Outcome.DONE, 0);
        release(Outcome.DONE, 0);
        assertThat(previous(true)).contains(2);
        release(Outcome.DONE, 2);
        assertThat(previous(true)).contains(1);
        release(Outcome.DONE, 1);
        assertThat(previous(true)).isEmpty();
    }

    @Test
    void aProjectThatIsDownGoesBackToItsLast() {
        release(Outcome.DONE, 0);
        release(Outcome.interrupted("the daemon ended", false), 0);
        assertThat(previous(false)).contains(1);
    }

    @Test
    void fiftyAreKeptAndTheOneThatRunsAlways() {
        release(Outcome.DONE, 0);
        for (int i = 2; i <= 50; i++) {
            release(Outcome.failed("no", false), 0);
        }
        assertThat(new Shelf(headings).surplus()).containsExactly(2);
        headings.remove(2);
        assertThat(new Shelf(headings).surplus()).isEmpty();
        assertThat(new Shelf(headings).nextNumber()).isEqualTo(51);
    }
}

package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Does something again until it works or a plan says that it is enough. */
final class Retrier {
    private final RetryPlan plan;
    private final DoubleSupplier chance;
    private final Pause pause;
    private final Consumer<String> told;

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void rest(Duration time) throws InterruptedException;

        static Pause real() {
            return time -> Thread.sleep(time.toMillis());
        }
    }

    /** What may have to be done again: an {@link IOException} says that it may be. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, ContainerException;
    }

    /** @param told gets a sentence about each failed attempt that is repeated */
    Retrier(RetryPlan plan, DoubleSupplier chance, Pause pause, Consumer<String> told) {
        this.plan = plan;
        this.chance = chance;
        this.pause = pause;
        this.told = told;
    }

    /** The failure of the last attempt travels on as it is. */
    <T> T run(Attempt<T> attempt) throws IOException, ContainerException {
        for (int number = 1; ; number++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                again(e, number);
            }
        }
    }

    /** Waits after a failure; throws it when there is to be no other attempt. */
    private void again(IOException failure, int failed) throws IOException {
        if (Broken.forGood(failure)) {
            throw failure;
        }
        onceMore(failure, failed);
    }

    /** The same for a server that answered before: that nobody listens may mean that it starts anew. */
    void onceMore(IOException failure, int failed) throws IOException {
        Duration wished = failure instanceof Refusal.ForNow now ? now.wished() : Duration.ZERO;
        boolean useless = failure instanceof InterruptedIOException || Broken.isOfCertificate(failure);
        Optional<Duration> rest = useless ? Optional.empty() : plan.pause(failed, wished, chance);
        if (rest.isEmpty()) {
            throw failure;
        }
        told.accept(Broken.words(failure, "") + "; attempt " + (failed + 1) + " of " + plan.attempts() + " in "
                + rest.get().toMillis() + " ms");
        try {
            pause.rest(rest.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interruption.of(e);
        }
    }
}

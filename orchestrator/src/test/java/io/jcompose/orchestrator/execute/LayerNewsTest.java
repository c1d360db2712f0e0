package io.jcompose.orchestrator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.TransferProgress.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LayerNewsTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong millis = new AtomicLong();
    private final LayerNews news = new LayerNews(
            "shop",
            "nginx",
            step -> lines.add(
                    step.id() + " " + step.status() + " " + step.done() + "/" + step.total() + " " + step.phase()),
            () -> millis.get() * 1_000_000);

    @Test
    void bytesAreToldAFewTimesInASecondAndEachStepAtOnce() {
        news.layer(DIGEST, Step.DOWNLOADING, 1, 100);
        news.layer(DIGEST, Step.DOWNLOADING, 2, 100);
        millis.set(150);
        news.layer(DIGEST, Step.DOWNLOADING, 50, 100);
        news.layer(DIGEST, Step.UNPACKING, 100, 100);
        news.layer(DIGEST, Step.PULLED, 100, 100);
        assertThat(lines)
                .containsExactly(
                        "Layer 0123456789ab Downloading 1/100 WORKING",
                        "Layer 0123456789ab Downloading 50/100 WORKING",
                        "Layer 0123456789ab Extracting 100/100 WORKING",
                        "Layer 0123456789ab Pull complete 100/100 DONE");
    }
}

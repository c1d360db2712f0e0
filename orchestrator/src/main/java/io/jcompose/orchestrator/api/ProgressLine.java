package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.execute.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One line of progress in an answer; left out when the reader is slow. */
final class ProgressLine {
    private ProgressLine() {}

    static void send(Answer answer, Progress progress) {
        try {
            answer.lineIfFast(of(progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode of(Progress progress) {
        ObjectNode line = Call.object();
        ObjectNode inner = line.putObject("progress")
                .put("id", progress.id())
                .put("status", progress.status())
                .put("phase", progress.phase().name())
                .put("detail", progress.detail());
        if (progress.total() > 0) {
            inner.put("done", progress.done()).put("total", progress.total());
        }
        return line;
    }
}

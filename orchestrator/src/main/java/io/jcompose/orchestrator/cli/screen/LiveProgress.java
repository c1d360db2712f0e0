package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.Message.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One line for each resource, drawn anew on a terminal: {@code [+] Running 3/4}, a tick, the time it took. */
public final class LiveProgress implements Progress {
    private static final int MOST_LINES = 30;

    private final Console console;
    private final Palette palette;
    private final Clock clock;
    private final int columns;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private int drawn;

    public LiveProgress(Console console, Palette palette) {
        this.console = console;
        this.palette = palette;
        this.clock = console.clock();
        this.columns = console.terminal().columns().getAsInt();
    }

    private record Row(Message.Progress last, Instant begun, Instant changed) {}

    @Override
    public synchronized void show(Message.Progress step) {
        Instant now = clock.instant();
        Row before = rows.get(step.id());
        rows.put(step.id(), new Row(step, before == null ? now : before.begun(), now));
        StringBuilder text = erasure();
        append(text);
        write(text);
    }

    @Override
    public synchronized void beside(Runnable print) {
        if (drawn == 0) {
            print.run();
            return;
        }
        write(erasure());
        drawn = 0;
        print.run();
        console.out().flush();
        StringBuilder text = new StringBuilder();
        append(text);
        write(text);
    }

    @Override
    public synchronized void close() {
        rows.clear();
        drawn = 0;
    }

    private StringBuilder erasure() {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\u001b[J");
        }
        return text;
    }

    private void append(StringBuilder text) {
        long done = rows.values().stream()
                .filter(row -> row.last().phase() == Phase.DONE)
                .count();
        text.append(palette.strong("[+] Running " + done + "/" + rows.size())).append('\n');
        int hidden = Math.max(0, rows.size() - MOST_LINES);
        rows.values().stream()
                .skip(hidden)
                .forEach(row -> text.append(line(row)).append('\n'));
        drawn = rows.size() - hidden + 1;
    }

    private String line(Row row) {
        String time = String.format(
                Locale.ROOT,
                "%.1fs",
                Duration.between(row.begun(), row.changed()).toMillis() / 1000.0);
        String left = " " + row.last().id() + "  " + row.last().status();
        if (row.last().phase() == Phase.WORKING && row.last().total() > 0) {
            left += "  " + Ages.size(row.last().done()) + " / "
                    + Ages.size(row.last().total());
        }
        if (row.last().phase() == Phase.ERROR && !row.last().detail().isEmpty()) {
            left += "  " + row.last().detail().replace('\n', ' ');
        }
        int room = Math.max(10, columns - 4 - time.length());
        String cut = left.length() > room ? left.substring(0, room - 1) + "\u2026" : left;
        return " " + mark(row.last().phase()) + cut + " ".repeat(room - cut.length()) + palette.quiet(time);
    }

    private String mark(Phase phase) {
        return switch (phase) {
            case WORKING -> palette.warning("\u2022");
            case DONE -> palette.good("\u2714");
            case ERROR -> palette.bad("\u2718");
        };
    }

    private void write(StringBuilder text) {
        console.err().print(text);
        console.err().flush();
    }
}

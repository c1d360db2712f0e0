package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.Message.BuildStep;
import io.jcompose.orchestrator.client.Message.Phase;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows the steps of builds. */
public interface BuildScreen extends AutoCloseable {
    /** @param subject which build it is, where there are several; else empty */
    void show(String subject, BuildStep step);

    @Override
    void close();

    /** Nothing is shown. */
    BuildScreen SILENT = new BuildScreen() {
        @Override
        public void show(String subject, BuildStep step) {}

        @Override
        public void close() {}
    };

    /** Every line, with the number of its step in front, as BuildKit writes it. */
    static BuildScreen plain(PrintStream err) {
        return new BuildScreen() {
            @Override
            public void show(String subject, BuildStep step) {
                String number = "#" + step.step() + " ";
                String text = switch (step.event()) {
                    case "begin" -> "[" + subject + "] ";
                    default -> "";
                };
                String before = subject.isEmpty() ? "" : text;
                if (!step.event().equals("end")) {
                    err.println(number + before + step.text());
                } else {
                    String time = String.format(Locale.ROOT, " %.1fs", step.millis() / 1000.0);
                    err.println(number + step.text() + (step.text().equals("CACHED") ? "" : time));
                }
                err.flush();
            }

            @Override
            public void close() {
                err.flush();
            }
        };
    }

    /** One line for each step, with the last of its output. */
    static BuildScreen redrawn(Progress progress) {
        Map<String, String> titles = new HashMap<>();
        return new BuildScreen() {
            @Override
            public void show(String subject, BuildStep step) {
                String key = subject + " " + step.step();
                if (step.event().equals("begin")) {
                    titles.put(key, (subject.isEmpty() ? "" : subject + " ") + step.text());
                }
                boolean end = step.event().equals("end");
                Phase phase = !end ? Phase.WORKING : step.text().equals("FAILED") ? Phase.ERROR : Phase.DONE;
                String status = step.event().equals("begin") ? "" : step.text();
                progress.show(new Message.Progress(titles.getOrDefault(key, key), status, phase, ""));
            }

            @Override
            public void close() {
                progress.close();
            }
        };
    }
}

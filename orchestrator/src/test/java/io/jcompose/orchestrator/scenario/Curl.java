package io.jcompose.orchestrator.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client of its own beside a command that is still running: its output goes elsewhere. */
final class Curl {
    private Curl() {}

    static String get(Shell shell, String url) throws IOException, InterruptedException {
        Path page = shell.base().resolve("page");
        Process curl = new ProcessBuilder(
                        "nsenter",
                        "--net=" + shell.base().resolve("host"),
                        "curl",
                        "-sf",
                        "--retry",
                        "60",
                        "--retry-delay",
                        "1",
                        "--retry-all-errors",
                        "-o",
                        page.toString(),
                        url)
                .start();
        if (!curl.waitFor(90, TimeUnit.SECONDS) || curl.exitValue() != 0) {
            throw new AssertionError("no answer from " + url);
        }
        return Files.readString(page);
    }
}

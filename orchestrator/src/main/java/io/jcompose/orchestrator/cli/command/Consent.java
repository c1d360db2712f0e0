package io.jcompose.orchestrator.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question before something is changed; no answer is a no. */
final class Consent {
    private Consent() {}

    /** Whether the user says yes. Where nobody can be asked, {@code -y} has to say so. */
    static boolean given(Session session, String question) throws IOException, UsageException {
        if (!session.console().terminal().in()) {
            throw new UsageException(question + " nobody can be asked: this is no terminal", "-y answers yes");
        }
        session.console().out().flush();
        session.console().err().print(question + " [y/N] ");
        session.console().err().flush();
        var in = new BufferedReader(new InputStreamReader(session.console().in(), StandardCharsets.UTF_8));
        String answer = in.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.ReleaseClient.Ref;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;

/** What words of a command mean: numbers of releases, and environments that the files declare. */
final class Meaning {
    private Meaning() {}

    /** The project of an environment; of no word the one that the command is about. */
    static String project(Session session, String environment) throws SpecException {
        return environment.isEmpty()
                ? session.projectName()
                : session.environment(environment).project();
    }

    static boolean isNumber(String word) {
        return word.matches("[1-9][0-9]{0,8}");
    }

    /** One release for each word: of the named environment what runs, of a number that one. */
    static List<Ref> releases(Session session, List<String> words) throws SpecException {
        List<Ref> refs = new ArrayList<>();
        for (String word : words) {
            refs.add(
                    isNumber(word)
                            ? new Ref(session.projectName(), Integer.parseInt(word))
                            : new Ref(project(session, word), 0));
        }
        return refs;
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Releasing;
import io.jcompose.spec.Contents;
import io.jcompose.spec.Environment;
import io.jcompose.spec.EnvironmentGate;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a release takes along of the environments that come after its own: their models as the files have them now, so
 * that a promotion needs no files. One that cannot be read now is told, and keeps nobody from trying this one.
 */
final class Staged {
    private Staged() {}

    /**
     * For an {@code up}.
     *
     * @param contents of the secrets and configs of these environments
     */
    record Taken(Releasing releasing, Contents contents) {}

    static Taken of(Session session) throws SpecException {
        Optional<Environment> chosen = session.environment();
        if (chosen.isEmpty()) {
            return new Taken(Releasing.NONE, Contents.NONE);
        }
        List<Releasing.Later> later = new ArrayList<>();
        Contents contents = Contents.NONE;
        for (Environment environment : session.environments().after(chosen.get())) {
            contents = contents.and(later(session, environment, later));
        }
        return new Taken(new Releasing(chosen.get().name(), chosen.get().order(), later, new TreeMap<>()), contents);
    }

    private static Contents later(Session session, Environment environment, List<Releasing.Later> later) {
        try {
            Loaded loaded = session.load(environment);
            List<Problem> unsupported = Unsupported.of(loaded, List.of());
            if (unsupported.isEmpty()) {
                String model = Canonical.json(loaded.project().withoutContents(), false);
                later.add(later(environment, model, loaded.disabled(), ""));
                return loaded.contents();
            }
            later.add(unread(session, environment, unsupported.get(0)));
        } catch (SpecException e) {
            later.add(unread(session, environment, e.problems().get(0)));
        }
        return Contents.NONE;
    }

    private static Releasing.Later unread(Session session, Environment environment, Problem problem) {
        String place = problem.span() == null ? "" : problem.span() + ": ";
        String sentence = place + problem.message();
        session.console()
                .warn("this release cannot be promoted to " + environment.name() + ", which cannot be read now: "
                        + sentence);
        return later(environment, null, List.of(), sentence);
    }

    private static Releasing.Later later(
            Environment environment, @Nullable String model, List<String> disabled, String problem) {
        List<Releasing.Gate> gates =
                environment.gates().stream().map(Staged::gate).toList();
        return new Releasing.Later(
                environment.name(), environment.order(), environment.project(), gates, model, disabled, problem);
    }

    private static Releasing.Gate gate(EnvironmentGate gate) {
        if (gate instanceof EnvironmentGate.Healthy healthy) {
            return new Releasing.Gate(List.of(), Math.max(1, healthy.time().toMillis()));
        }
        if (gate instanceof EnvironmentGate.Command command) {
            return new Releasing.Gate(command.words(), command.timeout().toMillis());
        }
        return new Releasing.Gate(List.of(), 0);
    }
}

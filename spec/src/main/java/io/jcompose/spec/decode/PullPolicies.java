package io.jcompose.spec.decode;

import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.PullPolicy.Kind;
import io.jcompose.spec.Service;
import java.time.Duration;
import java.util.Optional;

/** The pull policy of a service out of its words. */
public final class PullPolicies {
    private static final String EVERY = "every_";

    private PullPolicies() {}

    /** What is built here is not pulled, unless the file says so. */
    public static PullPolicy of(Service service) {
        Optional<String> word = service.further().text("pull_policy");
        Optional<Duration> age = service.further().text("pull_refresh_after").map(PullPolicies::duration);
        if (word.isPresent() && !word.get().equals("refresh")) {
            return of(word.get());
        }
        if (word.isPresent() || age.isPresent()) {
            return age.map(PullPolicies::every).orElse(PullPolicy.of(Kind.ALWAYS));
        }
        boolean built = service.further().at("build").isPresent();
        return built ? PullPolicy.of(Kind.BUILD) : PullPolicy.MISSING;
    }

    /** A word that {@link Names#pullPolicy} let pass. */
    private static PullPolicy of(String word) {
        return switch (word) {
            case "always" -> PullPolicy.of(Kind.ALWAYS);
            case "never" -> PullPolicy.of(Kind.NEVER);
            case "build" -> PullPolicy.of(Kind.BUILD);
            case "daily" -> every(Duration.ofDays(1));
            case "weekly" -> every(Duration.ofDays(7));
            default -> word.startsWith(EVERY) ? every(duration(word.substring(EVERY.length()))) : PullPolicy.MISSING;
        };
    }

    private static PullPolicy every(Duration age) {
        return new PullPolicy(Kind.EVERY, age);
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (Malformed e) {
            throw new IllegalStateException("a duration that was checked before: " + text, e);
        }
    }

    static String checked(String text) throws Malformed {
        Durations.parse(text);
        return text;
    }
}

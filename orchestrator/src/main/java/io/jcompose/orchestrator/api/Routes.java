package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of the API: which handler answers which method and path. */
final class Routes {
    private static final String PREFIX = "/jcompose/v1";

    private final List<Route> routes = new ArrayList<>();

    /** Answers one call. */
    @FunctionalInterface
    interface Handler {
        void handle(Call call) throws Refused, BadRequest, SpecException, IOException, InterruptedException;
    }

    private record Route(String method, List<String> segments, Handler handler) {}

    /** A route that fits, with what stood in place of its {@code *}. */
    record Match(Handler handler, List<String> arguments) {}

    Routes(Api api) {
        var host = new HostHandlers(api);
        add("GET", "/version", host::version);
        add("GET", "/doctor", host::doctor);
        add("POST", "/daemon/stop", host::stop);
        var projects = new ProjectHandlers(api);
        add("GET", "/projects", projects::list);
        add("GET", "/projects/*", projects::show);
        add("GET", "/projects/*/volumes", projects::volumes);
        var changes = new ChangeHandlers(api);
        add("POST", "/projects/*/up", changes::up);
        add("POST", "/projects/*/plan", changes::plan);
        add("POST", "/projects/*/mismatches", new Mismatches(api)::list);
        add("POST", "/projects/*/down", changes::down);
        add("POST", "/projects/*/stop", changes::stop);
        add("POST", "/projects/*/start", changes::start);
        add("POST", "/projects/*/restart", changes::restart);
        add("POST", "/projects/*/kill", changes::kill);
        addReleases(new ReleaseHandlers(api), new PromotionHandlers(api), new AuditHandlers(api));
        add("POST", "/projects/*/rm", changes::remove);
        add("GET", "/projects/*/losses", new Losses(api)::list);
        add("GET", "/projects/*/events", new EventHandler(api)::events);
        add("POST", "/projects/*/run", new RunHandler(api)::run);
        add("GET", "/projects/*/logs", new LogHandler(api)::logs);
        add("POST", "/projects/*/exec", new ExecHandler(api)::exec);
        var trees = new TreeHandlers(api);
        add("PUT", "/containers/*/archive", trees::put);
        add("POST", "/containers/*/delete", trees::delete);
        var images = new ImageHandlers(api);
        add("GET", "/images", images::list);
        add("DELETE", "/images/*", images::remove);
        add("POST", "/images/from-host", images::fromHost);
        var imageWorks = new ImageWorkHandlers(api);
        add("GET", "/images/inspect", imageWorks::inspect);
        add("GET", "/images/history", imageWorks::history);
        add("GET", "/images/usage", imageWorks::usage);
        add("POST", "/images/tag", imageWorks::tag);
        add("POST", "/images/prune", imageWorks::prune);
        add("POST", "/images/check", imageWorks::check);
        add("POST", "/images/save", imageWorks::save);
        add("POST", "/images/load", imageWorks::load);
        add("POST", "/images/import", imageWorks::importTree);
        add("POST", "/projects/*/export", imageWorks::export);
        var registries = new RegistryHandlers(api);
        add("POST", "/images/pull", registries::pull);
        add("POST", "/images/push", registries::push);
        add("POST", "/images/digest", registries::digest);
        add("POST", "/registries/login", registries::login);
        addBuilds(new BuildHandlers(api));
        addSecrets(new SecretHandlers(api));
    }

    private void addSecrets(SecretHandlers secrets) {
        add("GET", "/secrets", secrets::list);
        add("POST", "/secrets", secrets::put);
        add("POST", "/secrets/remove", secrets::remove);
        add("POST", "/secrets/refresh", secrets::refresh);
        add("POST", "/secrets/export", secrets::export);
    }

    private void addReleases(ReleaseHandlers releases, PromotionHandlers promotions, AuditHandlers audit) {
        add("GET", "/projects/*/releases", releases::list);
        add("GET", "/projects/*/releases/*", releases::show);
        add("POST", "/releases/diff", releases::difference);
        add("POST", "/projects/*/rollback/plan", releases::planRollback);
        add("POST", "/projects/*/rollback", releases::rollback);
        add("GET", "/promotions", promotions::list);
        add("POST", "/projects/*/promote/plan", promotions::plan);
        add("POST", "/projects/*/promote", promotions::promote);
        add("POST", "/projects/*/promote/cancel", promotions::cancel);
        add("POST", "/images/meant", releases::meant);
        add("GET", "/audit", audit::list);
        add("GET", "/audit/verify", audit::verify);
    }

    private void addBuilds(BuildHandlers builds) {
        add("POST", "/builds", builds::build);
        add("POST", "/builds/check", builds::check);
        add("POST", "/builds/prune", builds::prune);
        add("GET", "/builds/usage", builds::usage);
        add("POST", "/projects/*/commit", builds::commit);
    }

    private void add(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.substring(1).split("/")), handler));
    }

    /** The handler for a decoded path; the whole rest of an image's name counts as one segment. */
    Optional<Match> find(String method, String path) {
        if (!path.startsWith(PREFIX + "/")) {
            return Optional.empty();
        }
        List<String> segments = List.of(path.substring(PREFIX.length() + 1).split("/"));
        for (Route route : routes) {
            if (route.method().equals(method)) {
                List<String> arguments = arguments(route, segments);
                if (arguments != null) {
                    return Optional.of(new Match(route.handler(), arguments));
                }
            }
        }
        return Optional.empty();
    }

    private static @org.jspecify.annotations.Nullable List<String> arguments(Route route, List<String> segments) {
        List<String> wanted = route.segments();
        boolean rest = route.method().equals("DELETE");
        if (rest ? segments.size() < wanted.size() : segments.size() != wanted.size()) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).equals("*")) {
                boolean last = rest && i == wanted.size() - 1;
                arguments.add(last ? String.join("/", segments.subList(i, segments.size())) : segments.get(i));
            } else if (!wanted.get(i).equals(segments.get(i))) {
                return null;
            }
        }
        return arguments;
    }
}

package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.BuildCaches;
import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.spec.FileObject;
import io.jcompose.spec.Further;
import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code build} of one service as an order to the daemon (compose-spec, build). */
final class ServiceBuild {
    private static final String SERVICE = "service:";
    private static final String IMAGE = "docker-image://";

    private final Session session;
    private final Project project;
    private final Service service;
    private final Further further;
    private final BuildOptions options;

    ServiceBuild(Session session, Project project, Service service, BuildOptions options) {
        this.session = session;
        this.project = project;
        this.service = service;
        this.further = service.further();
        this.options = options;
    }

    /** Services whose images it takes as contexts. */
    static List<String> usedServices(Service service) {
        List<String> used = new ArrayList<>();
        for (Value value :
                service.further().fields("build", "additional_contexts").values()) {
            if (value instanceof Value.Text text && text.text().startsWith(SERVICE)) {
                used.add(text.text().substring(SERVICE.length()));
            }
        }
        return used;
    }

    /** Whether its image has only the name that every service gets: nobody chose it, so no registry is meant. */
    static boolean isUnnamed(String project, Service service) {
        return service.further().at("build").isPresent() && service.image().equals(project + "-" + service.name());
    }

    /** What its image is called: its own name, and the tags. */
    static List<String> names(Service service) {
        List<String> names = new ArrayList<>(List.of(service.image()));
        names.addAll(texts(service.further(), "tags"));
        return names;
    }

    BuildOrder order() throws UsageException {
        String context = text("context");
        if (!context.startsWith("/") && !ContextPlace.isElsewhere(context)) {
            throw new UsageException(
                    "service " + service.name() + " has the build context '" + context + "', which is no directory",
                    "name a directory, a git repository as https://host/app.git#branch, or the URL of an archive");
        }
        String file = text("dockerfile").isEmpty() ? "Dockerfile" : text("dockerfile");
        String inline = further.text("build", "dockerfile_inline").orElse(null);
        BuildCaches caches = CacheTexts.in(Path.of(project.workingDirectory()), texts("cache_from"), texts("cache_to"));
        return new BuildOrder(
                context,
                file,
                inline,
                arguments(),
                text("target"),
                contexts(),
                names(service),
                pairs("labels"),
                secrets(),
                agents(),
                network(),
                texts("extra_hosts"),
                number("shm_size"),
                limits(),
                texts("entitlements"),
                platforms(),
                options.noCache() || flag("no_cache"),
                texts("no_cache_filter"),
                options.pull() || flag("pull"),
                caches,
                new BaseAccounts(session.credentials()).of(Path.of(context), file, inline, caches));
    }

    /** Those of the build, else that of the service, else what the surroundings say. */
    private List<String> platforms() {
        List<String> platforms = texts("platforms");
        if (!platforms.isEmpty()) {
            return platforms;
        }
        String own = further.text("platform").orElseGet(() -> session.console().variable("DOCKER_DEFAULT_PLATFORM"));
        return own.isEmpty() ? List.of() : List.of(own);
    }

    private String text(String name) {
        return further.text("build", name).orElse("");
    }

    private boolean flag(String name) {
        return further.at("build", name).filter(Value.of(true)::equals).isPresent();
    }

    /** Sizes are kept as texts of bytes. */
    private long number(String name) {
        String text = text(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private List<String> texts(String name) {
        return texts(further, name);
    }

    private static List<String> texts(Further further, String name) {
        List<String> texts = new ArrayList<>();
        for (Value value : further.items("build", name)) {
            if (value instanceof Value.Text text) {
                texts.add(text.text());
            }
        }
        return texts;
    }

    private Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        further.fields("build", name).forEach((key, value) -> {
            if (value instanceof Value.Text text) {
                pairs.put(key, text.text());
            }
        });
        return pairs;
    }

    private Map<String, String> arguments() {
        Map<String, String> values = pairs("args");
        values.putAll(options.arguments(session));
        return values;
    }

    private Map<String, String> contexts() {
        Map<String, String> contexts = pairs("additional_contexts");
        contexts.replaceAll((name, place) -> {
            Service other =
                    place.startsWith(SERVICE) ? project.services().get(place.substring(SERVICE.length())) : null;
            return other == null ? place : IMAGE + other.image();
        });
        return contexts;
    }

    /** Three words have a meaning of their own, also where the project has a network of that key. */
    private String network() {
        String network = text("network");
        if (Set.of("", "default", "none", "host").contains(network)) {
            return network.isEmpty() ? "default" : network;
        }
        Network own = project.networks().get(network);
        return own == null ? network : own.name();
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        further.fields("build", "ulimits").forEach((name, value) -> {
            if (value instanceof Value.Fields pair) {
                limits.add(name + "=" + whole(pair.values().get("soft")) + ":"
                        + whole(pair.values().get("hard")));
            } else {
                limits.add(name + "=" + whole(value));
            }
        });
        return limits;
    }

    private static String whole(@Nullable Value value) {
        return value instanceof Value.Decimal decimal ? decimal.number().toPlainString() : "";
    }

    private Map<String, String> agents() {
        Map<String, String> agents = pairs("ssh");
        agents.replaceAll((id, socket) -> socket.isEmpty() ? session.console().variable("SSH_AUTH_SOCK") : socket);
        agents.putAll(options.agents(session));
        return agents;
    }

    private Map<String, String> secrets() throws UsageException {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (Value value : further.items("build", "secrets")) {
            if (value instanceof Value.Fields grant) {
                FileObject source = project.secrets().get(grant.text("source"));
                if (source != null) {
                    secrets.put(grant.text("target"), Base64.getEncoder().encodeToString(content(source)));
                }
            }
        }
        return secrets;
    }

    private byte[] content(FileObject secret) throws UsageException {
        String file = secret.file();
        String variable = secret.environment();
        if (file != null) {
            try {
                return Files.readAllBytes(Path.of(file));
            } catch (IOException e) {
                throw new UsageException("the secret file " + file + " cannot be read: " + e.getMessage());
            }
        }
        String text = variable == null ? secret.content() : session.console().variable(variable);
        return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    }
}

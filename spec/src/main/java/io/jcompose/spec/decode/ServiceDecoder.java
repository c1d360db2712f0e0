package io.jcompose.spec.decode;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.Further;
import io.jcompose.spec.Limits;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One service. Each attribute is one line where it can be; what needs more has its own decoder. */
final class ServiceDecoder {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int MOST_REPLICAS = 100_000;

    private final String name;
    private final Fields fields;

    private ServiceDecoder(String name, Fields fields) {
        this.name = name;
        this.fields = fields;
    }

    static Service decode(String name, Fields fields) {
        return new ServiceDecoder(name, fields).decode();
    }

    private Service decode() {
        fields.paths("env_file"); // folded into environment by phase.EnvFiles
        fields.paths("label_file"); // folded into labels by phase.LabelFiles
        Fields deploy = fields.child("deploy", DeployShape.DEPLOY);
        Fields resources = deploy.child("resources", DeployShape.RESOURCES);
        resources.child("reservations", DeployShape.RESERVATIONS);
        return new Service(
                name,
                image(),
                CommandDecoder.command(fields, "command").orElse(null),
                CommandDecoder.command(fields, "entrypoint").orElse(null),
                fields.keyed("environment"),
                new PortDecoder(fields).ports(),
                expose(),
                new MountDecoder(fields).mounts(),
                fields.each("depends_on", ServiceShape.DEPENDENCY, ServiceDecoder::dependency),
                links(),
                HealthcheckDecoder.decode(fields).orElse(null),
                fields.text("restart", ServiceDecoder::restart).orElse(new RestartPolicy(RestartPolicy.Kind.NO, 0)),
                replicas(deploy),
                limits(resources.child("limits", DeployShape.LIMITS)),
                fields.each("networks", ServiceShape.ATTACHMENT, this::attachment),
                fields.text("hostname", Names::hostname).orElse(null),
                fields.text("container_name", Names::container).orElse(null),
                fields.text("user").orElse(null),
                fields.text("working_dir", VolumeSyntax::cleanTarget).orElse(null),
                fields.keyed("labels"),
                new ExtraHosts(fields).hosts(),
                fields.text("stop_signal", KernelWords::signal).orElse(null),
                fields.scalar("stop_grace_period", Durations::parse).orElse(GRACE),
                fields.flag("read_only", false),
                fields.flag("init", false),
                sorted(fields.texts("profiles")),
                further());
    }

    private String image() {
        Optional<String> image = fields.text("image", Names::image);
        if (!fields.has("image") && !fields.has("build") && !fields.has("provider")) {
            fields.error(
                    "image",
                    "service \"" + name + "\" has neither an image nor a build context specified",
                    "name an image, as in `image: nginx:1.27`");
        }
        return image.orElse("");
    }

    private SortedSet<String> expose() {
        TreeSet<String> expose = new TreeSet<>();
        fields.scalars("expose")
                .forEach(item -> fields.read("expose", item.span(), item.text(), PortDecoder::exposed)
                        .ifPresent(expose::add));
        return Collections.unmodifiableSortedSet(expose);
    }

    /** {@code SERVICE} or {@code SERVICE:ALIAS}. */
    private SortedMap<String, String> links() {
        SortedMap<String, String> links = new TreeMap<>();
        for (String link : fields.texts("links")) {
            int colon = link.indexOf(':');
            String service = colon < 0 ? link : link.substring(0, colon);
            links.put(colon < 0 ? link : link.substring(colon + 1), service);
        }
        return Collections.unmodifiableSortedMap(links);
    }

    private static Dependency dependency(String service, Fields fields) {
        Optional<Dependency.Condition> condition = fields.text("condition", ServiceDecoder::condition);
        if (!fields.has("condition")) {
            fields.error(
                    "condition",
                    "dependency on `" + service + "` misses its `condition`",
                    "service_started, service_healthy or service_completed_successfully");
        }
        return new Dependency(
                condition.orElse(Dependency.Condition.SERVICE_STARTED),
                fields.flag("restart", false),
                fields.flag("required", true));
    }

    private static Dependency.Condition condition(String word) throws Malformed {
        for (Dependency.Condition condition : Dependency.Condition.values()) {
            if (condition.word().equals(word)) {
                return condition;
            }
        }
        List<String> words = List.of("service_started", "service_healthy", "service_completed_successfully");
        throw new Malformed(
                "unknown condition `" + word + "`",
                Nearest.hint(word, words).orElse("one of " + String.join(", ", words)));
    }

    private static RestartPolicy restart(String text) throws Malformed {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
            boolean counted = colon >= 0 && kind == RestartPolicy.Kind.ON_FAILURE;
            if (kind.word().equals(word) && (colon < 0 || counted)) {
                long attempts = counted ? Quantities.integer(text.substring(colon + 1), 0, Integer.MAX_VALUE) : 0;
                return new RestartPolicy(kind, (int) attempts);
            }
        }
        List<String> words = List.of("no", "always", "on-failure", "unless-stopped");
        throw new Malformed(
                "unknown restart policy `" + text + "`",
                Nearest.hint(word, words).orElse("no, always, on-failure[:COUNT] or unless-stopped"));
    }

    private int replicas(Fields deploy) {
        Optional<Integer> scale = fields.integer("scale", 0, MOST_REPLICAS);
        Optional<Integer> replicas = deploy.integer("replicas", 0, MOST_REPLICAS);
        return same("scale", scale, "deploy.replicas", replicas).orElse(1);
    }

    private Limits limits(Fields limits) {
        Optional<Long> memory = same(
                "mem_limit",
                fields.scalar("mem_limit", Quantities::memory),
                "deploy.resources.limits.memory",
                limits.text("memory", Quantities::memory));
        Optional<Long> cpus = same(
                "cpus",
                fields.scalar("cpus", Quantities::nanoCpus),
                "deploy.resources.limits.cpus",
                limits.scalar("cpus", Quantities::nanoCpus));
        Optional<Long> pids = same(
                "pids_limit",
                fields.scalar("pids_limit", ServiceDecoder::pids),
                "deploy.resources.limits.pids",
                limits.scalar("pids", ServiceDecoder::pids));
        return new Limits(memory.orElse(0L), cpus.orElse(0L), pids.orElse(0L));
    }

    /** -1 says no limit in words of the engine. */
    private static long pids(String text) throws Malformed {
        return Math.max(0, Quantities.integer(text, -1, 1L << 32));
    }

    /** Two spellings of one thing: either, or both with one value. */
    private <T> Optional<T> same(String old, Optional<T> first, String current, Optional<T> second) {
        if (first.isPresent() && second.isPresent() && !first.equals(second)) {
            fields.error(
                    old,
                    "services." + name + ": can't set distinct values on '" + old + "' and '" + current + "'",
                    "remove one of the two");
        }
        return second.or(() -> first);
    }

    private Attachment attachment(String network, Fields attachment) {
        Attachment known = new Attachment(
                sorted(attachment.texts("aliases")),
                attachment.text("ipv4_address", AddressForms::ipv4).orElse(null));
        fields.keep("networks", network, attachment.further());
        return known;
    }

    /** What is left when all else is taken; {@code mem_reservation} is written in its current spelling. */
    private Further further() {
        Further further = fields.extended();
        String[] current = {"deploy", "resources", "reservations", "memory"};
        Optional<Value> old = further.at("mem_reservation");
        Optional<Value> one = same("mem_reservation", old, String.join(".", current), further.at(current));
        return old.isPresent() && one.isPresent()
                ? further.without("mem_reservation").with(one.get(), current)
                : further;
    }

    private static SortedSet<String> sorted(Collection<String> texts) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }
}

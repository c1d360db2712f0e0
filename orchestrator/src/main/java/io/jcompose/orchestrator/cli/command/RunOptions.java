package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.spec.Attachment;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Port;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In what a one-off container differs from those of its service. */
final class RunOptions {
    @Mixin
    private ProcessOptions process = new ProcessOptions();

    @Option(names = "--env-from-file", paramLabel = "FILE", description = "File of variables; may be repeated.")
    private List<String> environmentFiles = new ArrayList<>();

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "VOLUME",
            description = "SOURCE:TARGET[:MODE] to be mounted too; may be repeated.")
    private List<String> volumes = new ArrayList<>();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "PORT",
            description = "HOST:CONTAINER port to be published; may be repeated.")
    private List<String> publish = new ArrayList<>();

    @Option(
            names = {"-P", "--service-ports"},
            description = "Publish the ports of the service.")
    private boolean servicePorts;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "Label of the container; may be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--entrypoint", paramLabel = "COMMAND", description = "In place of the service's entrypoint.")
    private @Nullable String entrypoint;

    @Option(names = "--use-aliases", description = "Answer to the names of the service on its networks.")
    private boolean aliases;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the container.")
    private @Nullable String name;

    @Option(names = "--cap-add", paramLabel = "NAME", description = "Not supported.")
    private List<String> added = new ArrayList<>();

    @Option(names = "--cap-drop", paramLabel = "NAME", description = "Not supported.")
    private List<String> dropped = new ArrayList<>();

    void mustFit() throws UsageException {
        if (!added.isEmpty() || !dropped.isEmpty()) {
            throw new UsageException("--cap-add and --cap-drop are not supported: capabilities are Docker's fourteen");
        }
        if (name != null && !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}")) {
            throw new UsageException(
                    "\"" + name + "\" cannot name a container", "letters, digits, \"_\", \".\" and \"-\"");
        }
        if (servicePorts && !publish.isEmpty()) {
            throw new UsageException("--service-ports and --publish cannot be combined");
        }
    }

    /**
     * The service of the container.
     *
     * @param key the name under which it stands
     * @param command in place of the service's, when there is any
     */
    Service applied(Session session, Loaded loaded, Service service, String key, List<String> command)
            throws SpecException {
        Service said = said(session, loaded);
        SortedMap<String, String> variables = new TreeMap<>(service.environment());
        variables.putAll(said.environment());
        SortedMap<String, String> marks = new TreeMap<>(service.labels());
        marks.putAll(said.labels());
        List<String> entry = entrypoint == null ? service.entrypoint() : said.entrypoint();
        boolean replaced = !command.isEmpty() || entrypoint != null;
        return new Service(
                key,
                service.image(),
                replaced ? command : service.command(),
                entry,
                variables,
                ports(service, said),
                service.expose(),
                mounts(service, said),
                service.dependsOn(),
                service.links(),
                service.healthcheck(),
                new RestartPolicy(RestartPolicy.Kind.NO, 0),
                1,
                service.limits(),
                networks(service),
                service.hostname(),
                containerName(loaded.project().name(), key),
                or(process.user(), service.user()),
                or(process.directory(), service.workingDir()),
                marks,
                service.extraHosts(),
                service.stopSignal(),
                service.stopGracePeriod(),
                service.readOnly(),
                service.init(),
                service.profiles(),
                service.further());
    }

    private static @Nullable String or(@Nullable String first, @Nullable String otherwise) {
        return first == null ? otherwise : first;
    }

    boolean onTerminal(Session session) {
        return process.onTerminal(session);
    }

    String containerName(String project, String key) {
        return name == null ? project + "-" + key : name;
    }

    private List<Port> ports(Service service, Service said) {
        return servicePorts ? service.ports() : said.ports();
    }

    private static List<Mount> mounts(Service service, Service said) {
        Map<String, Mount> byTarget = new LinkedHashMap<>();
        service.mounts().forEach(mount -> byTarget.put(mount.target(), mount));
        said.mounts().forEach(mount -> byTarget.put(mount.target(), mount));
        return List.copyOf(byTarget.values());
    }

    /** A static address is the service's own. */
    private SortedMap<String, Attachment> networks(Service service) {
        SortedMap<String, Attachment> networks = new TreeMap<>();
        service.networks().forEach((key, attachment) -> {
            SortedSet<String> names = new TreeSet<>();
            if (aliases) {
                names.addAll(attachment.aliases());
                names.add(service.name());
            }
            networks.put(key, new Attachment(names, null));
        });
        return networks;
    }

    /** What the options say, read as a file says it. */
    private Service said(Session session, Loaded loaded) throws SpecException {
        LoadRequest files = session.request();
        String text = JsonText.object(out -> write(out, loaded));
        LoadRequest request = new LoadRequest(
                List.of("-"),
                files.directory(),
                null,
                loaded.project().name(),
                List.of(),
                List.of(),
                files.environment(),
                List.of(),
                () -> text);
        Service said = Loader.load(request).project().services().get("run");
        return java.util.Objects.requireNonNull(said);
    }

    private void write(JsonGenerator out, Loaded loaded) throws IOException {
        out.writeObjectFieldStart("services");
        out.writeObjectFieldStart("run");
        out.writeStringField("image", "run");
        if (entrypoint != null) {
            out.writeStringField("entrypoint", entrypoint.replace("$", "$$"));
        }
        texts(out, "environment", process.environment());
        texts(out, "env_file", environmentFiles);
        texts(out, "volumes", volumes);
        texts(out, "ports", publish);
        texts(out, "labels", labels);
        out.writeEndObject();
        out.writeEndObject();
        out.writeObjectFieldStart("volumes");
        for (String volume : loaded.project().volumes().keySet()) {
            out.writeObjectFieldStart(volume);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** A dollar on the command line was the shell's to replace. */
    private static void texts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts) {
            out.writeString(text.replace("$", "$$"));
        }
        out.writeEndArray();
    }
}

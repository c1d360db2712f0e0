package io.jcompose.orchestrator.client;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.spec.Contents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The daemon's API. Each call is a connection of its own. All throw {@link DaemonException.Refused} when the daemon says
 * no, and {@link DaemonException.Unreachable} when it cannot be talked to.
 */
public final class DaemonClient {
    private static final byte[] NOTHING = {};

    private final Talk daemon;
    private final Map<String, String> seal;

    public DaemonClient(Path socket) {
        this(socket, "");
    }

    /** {@code user} is who asks, as the audit log will have it. */
    public DaemonClient(Path socket, String user) {
        this(new Talk(socket, user, false), Map.of());
    }

    private DaemonClient(Talk daemon, Map<String, String> seal) {
        this.daemon = daemon;
        this.seal = seal;
    }

    /** The same, by which nothing is changed: the daemon only tells what it would do. */
    public DaemonClient dry() {
        return new DaemonClient(new Talk(daemon.socket(), daemon.user(), true), seal);
    }

    /** The same, whose {@code up} keeps to a plan. */
    public DaemonClient within(Map<String, String> plan) {
        return new DaemonClient(daemon, plan);
    }

    public DaemonVersion version() throws DaemonException {
        return DaemonVersion.of(daemon.object("GET", "/version", NOTHING));
    }

    public List<ProjectSummary> projects() throws DaemonException {
        return list(daemon.object("GET", "/projects", NOTHING), "projects", ProjectSummary::of);
    }

    /** Empty when the daemon neither wants it nor has a container of it. */
    public Optional<ProjectStatus> project(String name) throws DaemonException {
        return projectAt(path(name));
    }

    private Optional<ProjectStatus> projectAt(String path) throws DaemonException {
        try {
            return Optional.of(ProjectStatus.of(daemon.object("GET", path, NOTHING)));
        } catch (DaemonException.Refused e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Names of its volumes, sorted. */
    public List<String> volumes(String project) throws DaemonException {
        return volumes(project, List.of());
    }

    /** Those that containers of these services mount; all of the project when none is named. */
    public List<String> volumes(String project, List<String> services) throws DaemonException {
        String query = services.stream()
                .map(service -> "service=" + Talk.encoded(service))
                .collect(Collectors.joining("&", "?", ""));
        return daemon.object("GET", path(project) + "/volumes" + query, NOTHING).texts("volumes");
    }

    public MessageStream up(String project, UpRequest request) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            request.write(out);
            if (!seal.isEmpty()) {
                RequestBody.pairs(out, "plan", seal);
            }
        });
        return daemon.stream("POST", path(project) + "/up", body);
    }

    public PlannedActions plan(String project, UpRequest request) throws DaemonException {
        return PlannedActions.of(daemon.object(
                "POST", path(project) + "/plan", request.with(Contents.NONE).json()));
    }

    /** Volumes that were made with something else than the project says now. */
    public List<Mismatch> mismatches(String project, UpRequest request) throws DaemonException {
        byte[] body = request.with(Contents.NONE).json();
        return list(daemon.object("POST", path(project) + "/mismatches", body), "volumes", Mismatch::of);
    }

    public MessageStream down(String project, DownRequest request) throws DaemonException {
        return daemon.stream("POST", path(project) + "/down", request.json());
    }

    public MessageStream operate(String project, Operation operation) throws DaemonException {
        return operate(project, operation, Await.NOTHING);
    }

    /** The same, back when all run or are healthy. */
    public MessageStream operate(String project, Operation operation, Await await) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            AskedJson.write(out, operation);
            await.write(out);
        });
        return daemon.stream("POST", path(project) + "/" + operation.word(), body);
    }

    /** Volumes that a down with volumes would remove. */
    public List<Loss> losses(String project) throws DaemonException {
        return list(daemon.object("GET", path(project) + "/losses", NOTHING), "volumes", Loss::of);
    }

    /** What happens to a project's containers from now on, without an end. */
    public MessageStream events(String project) throws DaemonException {
        return events(project, "", "");
    }

    /**
     * The same between two moments in RFC 3339.
     *
     * @param since also what has happened since then, as far as it is remembered; empty for from now on
     * @param until ends then; empty for without an end
     */
    public MessageStream events(String project, String since, String until) throws DaemonException {
        String query = "?since=" + Talk.encoded(since) + "&until=" + Talk.encoded(until);
        return daemon.stream("GET", path(project) + "/events" + query, NOTHING);
    }

    /** As {@link #project}, but while work on it is under way not before the next moment of calm, within seconds. */
    public Optional<ProjectStatus> calmProject(String name) throws DaemonException {
        return projectAt(path(name) + "?calm=1");
    }

    public MessageStream logs(String project, LogsRequest request) throws DaemonException {
        return daemon.stream("GET", path(project) + "/logs" + request.query(), NOTHING);
    }

    public ExecStream exec(String project, ExecRequest request) throws DaemonException {
        return daemon.frames(path(project) + "/exec", request.json());
    }

    /** A one-off container that the caller attends. */
    public ExecStream run(String project, RunRequest request) throws DaemonException {
        return daemon.frames(path(project) + "/run", request.json());
    }

    /** A one-off container in the background. */
    public MessageStream runDetached(String project, RunRequest request) throws DaemonException {
        return daemon.stream("POST", path(project) + "/run", request.json());
    }

    public List<ImageSummary> images() throws DaemonException {
        return list(daemon.object("GET", "/images", NOTHING), "images", ImageSummary::of);
    }

    /** The same, but what a release needs. */
    public List<String> removeImage(String reference) throws DaemonException {
        return removeImage(reference, false);
    }

    /** Sentences: what was untagged and deleted; with {@code force} also what a release needs. */
    public List<String> removeImage(String reference, boolean force) throws DaemonException {
        return daemon.object("DELETE", "/images/" + Talk.encoded(reference) + "?force=" + force, NOTHING)
                .texts("removed");
    }

    public MessageStream imageFromHost(String name, List<String> paths) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeStringField("name", name);
            RequestBody.texts(out, "paths", paths);
        });
        return daemon.stream("POST", "/images/from-host", body);
    }

    /** What can be done with images as such. */
    public RegistryClient registries() {
        return new RegistryClient(daemon);
    }

    public ImageClient imageWorks() {
        return new ImageClient(daemon);
    }

    /** What is kept of what was done. */
    public ReleaseClient releases() {
        return new ReleaseClient(daemon);
    }

    /** Secrets and configs with names. */
    public SecretClient secrets() {
        return new SecretClient(daemon);
    }

    /** What can be built. */
    public BuildClient builds() {
        return new BuildClient(daemon);
    }

    /** What can be done with the files of containers. */
    public TreeClient trees() {
        return new TreeClient(daemon);
    }

    public List<Finding> doctor() throws DaemonException {
        return list(daemon.object("GET", "/doctor", NOTHING), "findings", Finding::of);
    }

    /** Ends the daemon; with {@code all} after all containers of all projects were stopped. */
    public void stopDaemon(boolean all) throws DaemonException {
        daemon.object("POST", "/daemon/stop", RequestBody.of(out -> out.writeBooleanField("all", all)));
    }

    private static String path(String project) {
        return "/projects/" + Talk.encoded(project);
    }

    private static <T> List<T> list(JsonObject answer, String name, Function<JsonObject, T> decoder) {
        return answer.objects(name).stream().map(decoder).toList();
    }
}

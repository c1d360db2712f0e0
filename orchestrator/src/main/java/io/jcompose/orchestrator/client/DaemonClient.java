package io.jcompose.orchestrator.client;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    private static final String BASE = "/jcompose/v1";
    private static final int LARGEST_ERROR = 1 << 20;
    private static final byte[] NOTHING = {};

    private final Path socket;
    private final String user;
    private final boolean dry;
    private final Map<String, String> seal;

    public DaemonClient(Path socket) {
        this(socket, "");
    }

    /** {@code user} is who asks, as the audit log will have it. */
    public DaemonClient(Path socket, String user) {
        this(socket, user.replaceAll("[^\\p{Graph}]", ""), false, Map.of());
    }

    private DaemonClient(Path socket, String user, boolean dry, Map<String, String> seal) {
        this.socket = socket;
        this.user = user;
        this.dry = dry;
        this.seal = seal;
    }

    /** The same, by which nothing is changed: the daemon only tells what it would do. */
    public DaemonClient dry() {
        return new DaemonClient(socket, user, true, seal);
    }

    /** The same, whose {@code up} keeps to a plan. */
    public DaemonClient within(Map<String, String> plan) {
        return new DaemonClient(socket, user, dry, plan);
    }

    public DaemonVersion version() throws DaemonException {
        return DaemonVersion.of(object("GET", "/version", NOTHING));
    }

    public List<ProjectSummary> projects() throws DaemonException {
        return list(object("GET", "/projects", NOTHING), "projects", ProjectSummary::of);
    }

    /** Empty when the daemon neither wants it nor has a container of it. */
    public Optional<ProjectStatus> project(String name) throws DaemonException {
        return projectAt(path(name));
    }

    private Optional<ProjectStatus> projectAt(String path) throws DaemonException {
        try {
            return Optional.of(ProjectStatus.of(object("GET", path, NOTHING)));
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
                .map(service -> "service=" + encoded(service))
                .collect(Collectors.joining("&", "?", ""));
        return object("GET", path(project) + "/volumes" + query, NOTHING).texts("volumes");
    }

    public MessageStream up(String project, UpRequest request) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            request.write(out);
            if (!seal.isEmpty()) {
                RequestBody.pairs(out, "plan", seal);
            }
        });
        return stream("POST", path(project) + "/up", body);
    }

    public PlannedActions plan(String project, UpRequest request) throws DaemonException {
        return PlannedActions.of(object(
                "POST", path(project) + "/plan", request.with(Contents.NONE).json()));
    }

    /** Volumes that were made with something else than the project says now. */
    public List<Mismatch> mismatches(String project, UpRequest request) throws DaemonException {
        byte[] body = request.with(Contents.NONE).json();
        return list(object("POST", path(project) + "/mismatches", body), "volumes", Mismatch::of);
    }

    public MessageStream down(String project, DownRequest request) throws DaemonException {
        return stream("POST", path(project) + "/down", request.json());
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
        return stream("POST", path(project) + "/" + operation.word(), body);
    }

    /** Volumes that a down with volumes would remove. */
    public List<Loss> losses(String project) throws DaemonException {
        return list(object("GET", path(project) + "/losses", NOTHING), "volumes", Loss::of);
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
        String query = "?since=" + encoded(since) + "&until=" + encoded(until);
        return stream("GET", path(project) + "/events" + query, NOTHING);
    }

    /** As {@link #project}, but while work on it is under way not before the next moment of calm, within seconds. */
    public Optional<ProjectStatus> calmProject(String name) throws DaemonException {
        return projectAt(path(name) + "?calm=1");
    }

    public MessageStream logs(String project, LogsRequest request) throws DaemonException {
        return stream("GET", path(project) + "/logs" + request.query(), NOTHING);
    }

    public ExecStream exec(String project, ExecRequest request) throws DaemonException {
        return talk(path(project) + "/exec", request.json());
    }

    /** A one-off container that the caller attends. */
    public ExecStream run(String project, RunRequest request) throws DaemonException {
        return talk(path(project) + "/run", request.json());
    }

    /** A one-off container in the background. */
    public MessageStream runDetached(String project, RunRequest request) throws DaemonException {
        return stream("POST", path(project) + "/run", request.json());
    }

    private ExecStream talk(String path, byte[] body) throws DaemonException {
        Answer answer = ask("POST", path, body, "Upgrade", "Upgrade: jcompose-exec\r\n");
        if (answer.status() != 101) {
            closeQuietly(answer.wire());
            throw new DaemonException.Unreachable("the daemon does not talk in frames", "use the same version of both");
        }
        return new ExecStream(answer.wire());
    }

    public List<ImageSummary> images() throws DaemonException {
        return list(object("GET", "/images", NOTHING), "images", ImageSummary::of);
    }

    /** The same, but what a release needs. */
    public List<String> removeImage(String reference) throws DaemonException {
        return removeImage(reference, false);
    }

    /** Sentences: what was untagged and deleted; with {@code force} also what a release needs. */
    public List<String> removeImage(String reference, boolean force) throws DaemonException {
        return object("DELETE", "/images/" + encoded(reference) + "?force=" + force, NOTHING)
                .texts("removed");
    }

    public MessageStream imageFromHost(String name, List<String> paths) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeStringField("name", name);
            RequestBody.texts(out, "paths", paths);
        });
        return stream("POST", "/images/from-host", body);
    }

    /** What can be done with images as such. */
    public RegistryClient registries() {
        return new RegistryClient(this);
    }

    public ImageClient imageWorks() {
        return new ImageClient(this);
    }

    /** What is kept of what was done. */
    public ReleaseClient releases() {
        return new ReleaseClient(this);
    }

    /** Secrets and configs with names. */
    public SecretClient secrets() {
        return new SecretClient(this);
    }

    /** What can be built. */
    public BuildClient builds() {
        return new BuildClient(this);
    }

    /** What can be done with the files of containers. */
    public TreeClient trees() {
        return new TreeClient(this);
    }

    public List<Finding> doctor() throws DaemonException {
        return list(object("GET", "/doctor", NOTHING), "findings", Finding::of);
    }

    /** Ends the daemon; with {@code all} after all containers of all projects were stopped. */
    public void stopDaemon(boolean all) throws DaemonException {
        object("POST", "/daemon/stop", RequestBody.of(out -> out.writeBooleanField("all", all)));
    }

    private static String path(String project) {
        return "/projects/" + encoded(project);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> List<T> list(JsonObject answer, String name, Function<JsonObject, T> decoder) {
        return answer.objects(name).stream().map(decoder).toList();
    }

    JsonObject object(String method, String path, byte[] body) throws DaemonException {
        Answer answer = ask(method, path, body, "close", "");
        try {
            return JsonObject.read(answer.body().readAllBytes());
        } catch (IOException e) {
            throw broken(e);
        } finally {
            closeQuietly(answer.wire());
        }
    }

    MessageStream stream(String method, String path, byte[] body) throws DaemonException {
        Answer answer = ask(method, path, body, "close", "");
        try {
            return new MessageStream(answer);
        } catch (IOException e) {
            closeQuietly(answer.wire());
            throw broken(e);
        }
    }

    /** PUT of a body that is made meanwhile. What the daemon says counts more than that it took no more of the body. */
    void upload(String path, TreeClient.Archive archive) throws DaemonException, IOException {
        Wire wire = connect();
        try {
            String head =
                    "PUT " + BASE + path + dryness("PUT", path) + " HTTP/1.1\r\nHost: jcompose\r\nConnection: close\r\n"
                            + "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n";
            send(wire, head, archive);
            answered(wire);
        } finally {
            closeQuietly(wire);
        }
    }

    /** An archive that fails is not ended, so that it is not taken for a whole one. */
    private static void send(Wire wire, String head, TreeClient.Archive archive) throws IOException {
        try {
            ChunkedOutput body = new ChunkedOutput(wire, head);
            archive.write(body);
            body.close();
        } catch (ChunkedOutput.Unread e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "the daemon answers before the end", e);
        }
    }

    private static void answered(Wire wire) throws DaemonException {
        try {
            Answer answer = Answer.read(wire);
            if (answer.status() >= 400) {
                throw refused(answer);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a request and reads the answer's head; an answer that is an error is thrown. */
    private Answer ask(String method, String path, byte[] body, String connection, String moreHead)
            throws DaemonException {
        Wire wire = connect();
        try {
            String head = method + " " + BASE + path + dryness(method, path)
                    + " HTTP/1.1\r\nHost: jcompose\r\nConnection: " + connection
                    + "\r\njcompose-user: " + user + "\r\n" + moreHead
                    + "Content-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            wire.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)), ByteBuffer.wrap(body));
            Answer answer = Answer.read(wire);
            if (answer.status() < 400) {
                return answer;
            }
            DaemonException.Refused refused = refused(answer);
            closeQuietly(wire);
            throw refused;
        } catch (IOException e) {
            closeQuietly(wire);
            throw broken(e);
        }
    }

    private String dryness(String method, String path) {
        if (!dry || method.equals("GET")) {
            return "";
        }
        return (path.contains("?") ? "&" : "?") + "dryRun=1";
    }

    private static DaemonException.Refused refused(Answer answer) throws IOException {
        byte[] text = answer.body().readNBytes(LARGEST_ERROR);
        return Message.refused(answer.status(), JsonObject.read(text));
    }

    private Wire connect() throws DaemonException {
        try {
            return Wire.connect(socket);
        } catch (IOException e) {
            throw new DaemonException.Unreachable(
                    "cannot connect to the daemon at " + socket + ": " + e.getMessage(), "");
        }
    }

    /** A talk that broke off. */
    static DaemonException.Unreachable broken(IOException cause) {
        DaemonException.Unreachable broken = new DaemonException.Unreachable(
                "the talk with the daemon broke off: " + cause.getMessage(),
                "try again; jcompose starts it when needed");
        broken.initCause(cause);
        return broken;
    }

    /** Closing a socket that is given up: there is nothing left to lose when that fails. */
    static void closeQuietly(Wire wire) {
        try {
            wire.close();
        } catch (IOException e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }
}

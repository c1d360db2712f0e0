package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The part of the daemon's API that is about releases and what was done; errors as in {@link DaemonClient}. */
public final class ReleaseClient {
    private static final byte[] NOTHING = {};

    private final Talk daemon;

    ReleaseClient(Talk daemon) {
        this.daemon = daemon;
    }

    private static String path(String project) {
        return "/projects/" + Talk.encoded(project);
    }

    /** Fields: running (a number, 0 for none) and releases, the newest first. */
    public JsonObject history(String project) throws DaemonException {
        return daemon.object("GET", path(project) + "/releases", NOTHING);
    }

    /** Fields of a release, with plan and model (canonical JSON as text). */
    public JsonObject release(String project, int number) throws DaemonException {
        return daemon.object("GET", path(project) + "/releases/" + number, NOTHING);
    }

    /** A release: {@code number} 0 stands for what runs, -1 for what a rollback would bring. */
    public record Ref(String project, int number) {}

    /** Fields: first, second (releases) and changes with path, before, after. */
    public JsonObject difference(Ref first, Ref second) throws DaemonException {
        return daemon.object("POST", "/releases/diff", RequestBody.of(out -> {
            out.writeStringField("project", first.project());
            out.writeNumberField("number", first.number());
            out.writeStringField("otherProject", second.project());
            out.writeNumberField("otherNumber", second.number());
        }));
    }

    /** A plan, and the number of the release that it leads to. */
    public record Planned(int number, List<PlannedAction> actions) {}

    /** What a rollback to a number, or with 0 to the release before, would do. */
    public Planned planRollback(String project, int number) throws DaemonException {
        JsonObject answer = daemon.object("POST", path(project) + "/rollback/plan", numbered(number));
        return new Planned(
                answer.integer("number"),
                answer.objects("actions").stream().map(PlannedAction::of).toList());
    }

    /** The result has {@code target} and {@code release}, 0 when nothing changed. */
    public MessageStream rollback(String project, int number) throws DaemonException {
        return daemon.stream("POST", path(project) + "/rollback", numbered(number));
    }

    private static byte[] numbered(int number) {
        return RequestBody.of(out -> out.writeNumberField("number", number));
    }

    /** Promotions that are under way: from, project, environment, release, phase, reason. */
    public List<JsonObject> promotions() throws DaemonException {
        return daemon.object("GET", "/promotions", NOTHING).objects("promotions");
    }

    /** Fields: release, gates (sentences), and actions: see {@link #actions}. */
    public JsonObject planPromotion(PromotionRequest request) throws DaemonException {
        return daemon.object("POST", path(request.project()) + "/promote/plan", body(request, false));
    }

    /** The actions of a plan. */
    public static List<PlannedAction> actions(JsonObject plan) {
        return plan.objects("actions").stream().map(PlannedAction::of).toList();
    }

    /** The result has {@code state} (done, waiting, failed, rolled back), {@code release} and {@code reason}. */
    public MessageStream promote(PromotionRequest request) throws DaemonException {
        return promote(request, false);
    }

    /** Goes on with one that waits for an approval; the result is that of {@link #promote}. */
    public MessageStream approve(PromotionRequest request) throws DaemonException {
        return promote(request, true);
    }

    private MessageStream promote(PromotionRequest request, boolean approve) throws DaemonException {
        return daemon.stream("POST", path(request.project()) + "/promote", body(request, approve));
    }

    private static byte[] body(PromotionRequest request, boolean approve) {
        return RequestBody.of(out -> {
            out.writeStringField("environment", request.environment());
            out.writeStringField("target", request.target());
            out.writeBooleanField("approve", approve);
            out.writeNumberField("release", request.release());
            out.writeNumberField("timeoutSeconds", request.timeoutSeconds());
        });
    }

    /** Gives up a promotion that waits for an approval. */
    public void cancelPromotion(String target) throws DaemonException {
        daemon.object("POST", path(target) + "/promote/cancel", NOTHING);
    }

    /** By reference: id, and digest where its registry is known to have it; those that mean nothing here are missing. */
    public Map<String, JsonObject> meant(List<String> references) throws DaemonException {
        return daemon.object(
                        "POST",
                        "/images/meant",
                        RequestBody.of(out -> RequestBody.texts(out, "references", references)))
                .objectMap("images");
    }

    /**
     * Entries of the audit log, the oldest first: number, time, user, uid, action, project, detail, result.
     *
     * @param projects only theirs; empty for all
     */
    public List<JsonObject> audit(List<String> projects, OptionalInt most) throws DaemonException {
        StringBuilder query = new StringBuilder("/audit?");
        most.ifPresent(count -> query.append("most=").append(count));
        projects.forEach(project -> query.append("&project=").append(Talk.encoded(project)));
        return daemon.object("GET", query.toString(), NOTHING).objects("lines");
    }

    /** Fields: lines (that are well), bad (number of the first bad one, or 0), reason. */
    public JsonObject verifyAudit() throws DaemonException {
        return daemon.object("GET", "/audit/verify", NOTHING);
    }
}

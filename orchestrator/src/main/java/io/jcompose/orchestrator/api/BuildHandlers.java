package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;

/** Builds images; who hangs up gives the build up. */
final class BuildHandlers {
    private final Api api;

    BuildHandlers(Api api) {
        this.api = api;
    }

    void build(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        ImageBuilder.Order order = order(call.body());
        Answer answer = call.answer();
        answer.begin();
        String id = api.builder().build(order, listener(answer));
        ObjectNode last = Call.object();
        last.putObject("result").put("id", id);
        answer.line(last);
        answer.end();
    }

    void check(Call call) throws IOException, Refused, BadRequest {
        ObjectNode answer = Call.object();
        ArrayNode found = answer.putArray("found");
        api.builder().check(order(call.body())).forEach(found::add);
        call.json(answer);
    }

    private static ImageBuilder.Order order(Body body) throws BadRequest {
        return new ImageBuilder.Order(
                body.text("context"),
                body.text("file"),
                body.textOrNull("text"),
                body.pairs("arguments"),
                body.text("target"),
                body.pairs("contexts"),
                body.texts("names"),
                body.pairs("labels"),
                body.pairs("secrets"),
                body.pairs("agents"),
                body.text("network"),
                body.texts("hosts"),
                body.number("sharedMemory", 0),
                body.texts("limits"),
                body.texts("allowed"),
                body.texts("platforms"),
                body.flag("noCache"),
                body.texts("noCacheFilter"),
                body.flag("pull"),
                new ImageBuilder.Caches(body.texts("cacheFrom"), body.texts("cacheTo")),
                RegistryHandlers.accounts(body));
    }

    private static ImageBuilder.Listener listener(Answer answer) {
        return new ImageBuilder.Listener() {
            private volatile boolean gone;

            @Override
            public void tell(int step, String event, String text, long millis) {
                ObjectNode line = Call.object();
                line.putObject("build")
                        .put("step", step)
                        .put("event", event)
                        .put("text", text)
                        .put("millis", millis);
                try {
                    answer.line(line);
                } catch (IOException e) {
                    // The build asks soon, and takes back what it began.
                    gone = true;
                } catch (InterruptedException e) {
                    gone = true;
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public boolean isGone() {
                return gone || !answer.channel().isActive();
            }
        };
    }

    void prune(Call call) throws IOException, Refused {
        call.json(kept(api.builder().prune()));
    }

    void usage(Call call) throws IOException, Refused {
        call.json(kept(api.builder().kept()));
    }

    private static ObjectNode kept(ImageBuilder.Kept kept) {
        return Call.object()
                .put("results", kept.results())
                .put("caches", kept.caches())
                .put("bytes", kept.bytes());
    }

    void commit(Call call) throws IOException, Refused, BadRequest {
        Body body = call.body();
        String id = api.builder()
                .commit(
                        call.argument(0),
                        new ImageBuilder.Commit(
                                body.text("service"),
                                (int) body.number("index", 0),
                                body.text("name"),
                                body.text("author"),
                                body.text("message"),
                                body.texts("changes"),
                                body.flag("pause")));
        call.json(Call.object().put("id", id));
    }
}

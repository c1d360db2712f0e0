package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.secret.NamedContent;
import io.jcompose.orchestrator.secret.NamedContent.Kind;
import io.jcompose.orchestrator.secret.SecretBundle;
import io.jcompose.orchestrator.secret.SecretException;
import io.jcompose.orchestrator.secret.age.AgeException;
import io.jcompose.orchestrator.secret.age.Recipient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Secrets and configs that have names on this host. No answer holds a content, but sealed for whom it is exported. */
final class SecretHandlers {
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_NAMED = 20;

    private final Api api;

    SecretHandlers(Api api) {
        this.api = api;
    }

    void list(Call call) throws IOException {
        ObjectNode answer = Call.object();
        ArrayNode items = answer.putArray("items");
        api.secrets().list().forEach(named -> describe(items.addObject(), named));
        call.json(answer);
    }

    private static void describe(ObjectNode node, NamedContent named) {
        node.put("kind", named.kind().word()).put("name", named.name());
        ArrayNode versions = node.putArray("versions");
        named.versions()
                .forEach(version -> versions.addObject()
                        .put("number", version.number())
                        .put("created", version.created())
                        .put("bytes", version.bytes()));
    }

    /** Gives contents to names: all of them, or with a sentence none. With {@code rotate} names that are known change. */
    void put(Call call) throws IOException, BadRequest, Refused, InterruptedException {
        List<SecretBundle.Item> items = items(call.body());
        boolean rotate = call.body().flag("rotate");
        boolean create = call.body().flag("create");
        ObjectNode answer = Call.object();
        ArrayNode list = answer.putArray("items");
        audited(call, rotate ? "rotate" : "create", names(items), () -> {
            for (NamedContent named : api.secrets().putAll(items, create, rotate)) {
                describe(list.addObject(), named);
            }
        });
        call.json(answer);
    }

    /** Something done with named contents. */
    @FunctionalInterface
    private interface Work {
        void run() throws SecretException, AgeException, IOException;
    }

    private void audited(Call call, String action, String detail, Work work)
            throws IOException, Refused, InterruptedException {
        Audited.run(api, call, new Deed(action, "", detail, Deed.BEGUN), () -> {
            try {
                work.run();
            } catch (SecretException e) {
                throw refused(e);
            } catch (AgeException e) {
                throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
            }
        });
    }

    /** As {@code secret pw, config site}, not all of many. */
    private static String names(List<SecretBundle.Item> items) {
        String some = items.stream()
                .limit(MOST_NAMED)
                .map(item -> item.kind().word() + " " + item.name())
                .collect(Collectors.joining(", "));
        return items.size() > MOST_NAMED ? some + " and " + (items.size() - MOST_NAMED) + " more" : some;
    }

    private static List<SecretBundle.Item> items(Body body) throws BadRequest {
        JsonNode list = body.json().path("items");
        if (list.isEmpty() || list.size() > MOST_ITEMS) {
            throw new BadRequest(400, "the field \"items\" must have 1 to " + MOST_ITEMS + " entries");
        }
        List<SecretBundle.Item> items = new ArrayList<>();
        for (JsonNode node : list) {
            Body item = new Body(node);
            items.add(new SecretBundle.Item(
                    kind(item.text("kind")), item.text("name"), Body.binary("content", node.path("content"))));
        }
        return items;
    }

    private static Kind kind(String word) throws BadRequest {
        try {
            return Kind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "the field \"kind\" must be secret or config");
        }
    }

    void remove(Call call) throws IOException, BadRequest, Refused, InterruptedException {
        Body body = call.body();
        Kind kind = kind(body.text("kind"));
        String name = body.text("name");
        List<String> users = api.control().refreshing().usersOf(kind, name);
        if (!users.isEmpty() && !body.flag("force")) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    kind.word() + " " + name + " is used by project " + String.join(", ", users),
                    "");
        }
        audited(call, "rm", kind.word() + " " + name, () -> api.secrets().remove(kind, name));
        call.json(Call.object());
    }

    /** Brings the newest version to all projects that are up and use it. */
    void refresh(Call call) throws IOException, BadRequest, Refused, InterruptedException {
        Kind kind = kind(call.body().text("kind"));
        ObjectNode answer = Call.object();
        ArrayNode projects = answer.putArray("projects");
        String name = call.body().text("name");
        Deed deed = new Deed("refresh", "", kind.word() + " " + name, Deed.BEGUN);
        Audited.run(
                api,
                call,
                deed,
                () -> api.control().refreshing().refresh(kind, name).forEach(projects::add));
        call.json(answer);
    }

    /** The named ones, or all, as an age file in Base64. */
    void export(Call call) throws IOException, BadRequest, Refused, InterruptedException {
        Body body = call.body();
        Kind kind = kind(body.text("kind"));
        List<String> names = body.texts("names");
        List<Recipient> recipients;
        try {
            recipients = recipients(body);
        } catch (AgeException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
        String detail = names.isEmpty() ? "all" : kind.word() + " " + String.join(", ", names);
        ObjectNode answer = Call.object();
        audited(call, "export", detail, () -> answer.put("file", api.secrets().exported(kind, names, recipients)));
        call.json(answer);
    }

    private static List<Recipient> recipients(Body body) throws BadRequest, AgeException {
        List<Recipient> recipients = new ArrayList<>();
        for (String text : body.texts("recipients")) {
            recipients.add(Recipient.Key.parse(text));
        }
        JsonNode passphrase = body.json().path("passphrase");
        if (passphrase.isObject()) {
            recipients.add(new Recipient.Passphrase(
                    Body.binary("salt", passphrase.path("salt")),
                    passphrase.path("logSteps").asInt(),
                    Body.binary("key", passphrase.path("key"))));
        }
        return recipients;
    }

    private static Refused refused(SecretException e) {
        Refused.Kind kind = switch (e.kind()) {
            case NOT_FOUND -> Refused.Kind.NOT_FOUND;
            case CONFLICT -> Refused.Kind.CONFLICT;
            case DAMAGED -> Refused.Kind.FAILED;
        };
        return new Refused(kind, String.valueOf(e.getMessage()), "");
    }
}

package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.build.dockerfile.Malformed;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the {@code --mount}s of RUN (Dockerfile reference, RUN --mount). */
final class MountReading {
    private static final String SECRETS = "/run/secrets/";
    private static final String AGENT = "/run/buildkit/ssh_agent.0";

    private final StageGraph.Names names;
    private final int stage;
    private final Scope scope;
    private final UnaryOperator<String> absolute;

    MountReading(StageGraph.Names names, int stage, Scope scope, UnaryOperator<String> absolute) {
        this.names = names;
        this.stage = stage;
        this.scope = scope;
        this.absolute = absolute;
    }

    RunMount read(Map<String, String> fields) throws Malformed {
        return switch (fields.getOrDefault("type", "bind")) {
            case "cache" -> cache(fields);
            case "tmpfs" -> new RunMount.Tmpfs(target(fields), bytes(text(fields, "size", "0")));
            case "secret" -> secret(fields);
            case "ssh" ->
                new RunMount.Ssh(
                        absolute.apply(text(fields, "target", AGENT)),
                        text(fields, "id", "default"),
                        flag(fields, "required"),
                        mode(fields, "0600"),
                        number(fields, "uid"),
                        number(fields, "gid"));
            default ->
                new RunMount.Bind(
                        target(fields),
                        names.source(fields.getOrDefault("from", ""), stage),
                        text(fields, "source", ""),
                        flag(fields, "rw"));
        };
    }

    private RunMount cache(Map<String, String> fields) throws Malformed {
        String from = fields.getOrDefault("from", "");
        if (from.isEmpty() && fields.containsKey("source")) {
            throw new Malformed(
                    "a cache has a source, but no from=: name the stage, image or context that it begins with");
        }
        Optional<RunMount.Seed> seed = from.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunMount.Seed(names.source(from, stage), text(fields, "source", "")));
        String sharing = text(fields, "sharing", "shared");
        if (!Set.of("shared", "private", "locked").contains(sharing)) {
            throw new Malformed("a cache has sharing=" + sharing + ", which must be shared, private or locked");
        }
        String target = target(fields);
        return new RunMount.Cache(
                target,
                text(fields, "id", target),
                sharing,
                flag(fields, "readonly") || text(fields, "rw", "true").equals("false"),
                mode(fields, "0755"),
                number(fields, "uid"),
                number(fields, "gid"),
                seed);
    }

    private RunMount secret(Map<String, String> fields) throws Malformed {
        String target = text(fields, "target", "");
        String variable = text(fields, "env", "");
        String id = text(fields, "id", target.substring(target.lastIndexOf('/') + 1));
        if (id.isEmpty()) {
            throw new Malformed("a mounted secret needs an id or a target");
        }
        if (target.isEmpty() && variable.isEmpty()) {
            target = SECRETS + id;
        }
        return new RunMount.Secret(
                target.isEmpty() ? "" : absolute.apply(target),
                id,
                variable,
                flag(fields, "required"),
                mode(fields, "0400"),
                number(fields, "uid"),
                number(fields, "gid"));
    }

    private String target(Map<String, String> fields) throws Malformed {
        String target = absolute.apply(text(fields, "target", ""));
        if (target.equals("/")) {
            throw new Malformed("nothing can be mounted at /");
        }
        return target;
    }

    private String text(Map<String, String> fields, String name, String otherwise) throws Malformed {
        return scope.word(fields.getOrDefault(name, otherwise));
    }

    private boolean flag(Map<String, String> fields, String name) throws Malformed {
        String value = text(fields, name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new Malformed("a mount has " + name + "=" + value + ", which must be true or false");
        }
        return value.equals("true");
    }

    private int mode(Map<String, String> fields, String otherwise) throws Malformed {
        String text = text(fields, "mode", otherwise);
        if (!text.matches("[0-7]{3,5}")) {
            throw new Malformed("a mount has mode=" + text + ", which must be octal, as 0755");
        }
        return Integer.parseInt(text, 8) & 07777;
    }

    private int number(Map<String, String> fields, String name) throws Malformed {
        String text = text(fields, name, "0");
        if (!text.matches("\\d{1,9}")) {
            throw new Malformed("a mount has " + name + "=" + text + ", which must be a number");
        }
        return Integer.parseInt(text);
    }

    private static long bytes(String text) throws Malformed {
        var matcher =
                java.util.regex.Pattern.compile("(?i)(\\d{1,12})([kmg]?)b?").matcher(text);
        if (!matcher.matches()) {
            throw new Malformed("a mount has size=" + text + ", which is no size like 64m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(java.util.Locale.ROOT)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
        };
    }
}

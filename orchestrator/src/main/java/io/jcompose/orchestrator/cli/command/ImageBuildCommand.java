package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.client.BuildCaches;
import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image build}. */
@picocli.CommandLine.Command(
        description = "Builds an image by a Dockerfile.",
        footer = {
            "",
            "Examples:",
            "  jcompose image build -t shop/web .",
            "  jcompose image build -t ci/app --cache-from ci/cache --cache-to type=registry,ref=ci/cache,mode=max .",
            "  jcompose image build -t app https://git.example/team/app.git#v2:server",
            "  jcompose image build -f docker/web --target test --build-arg V=2 --secret id=key,src=key.txt ."
        })
public final class ImageBuildCommand implements Command {
    private static final Pattern SIZE = Pattern.compile("(?i)(\\d{1,9})([kmg]?)b?");

    @Mixin
    private BuildOptions options = new BuildOptions();

    @Parameters(paramLabel = "PATH", description = "Directory of the context.")
    private String context = "";

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "NAME",
            description = "Name of the image; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The Dockerfile; - for the standard input.")
    private String file = "";

    @Option(names = "--target", paramLabel = "STAGE", description = "Stage to build.")
    private String target = "";

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--build-context", paramLabel = "NAME=PATH", description = "A further context.")
    private Map<String, String> contexts = new LinkedHashMap<>();

    @Option(names = "--secret", paramLabel = "id=ID[,src=FILE|,env=NAME]", description = "For RUN --mount=type=secret.")
    private List<String> secrets = new ArrayList<>();

    @Option(
            names = "--network",
            paramLabel = "NET",
            defaultValue = "default",
            description = "For RUN: default, host, none, or the name of a network.")
    private String network = "default";

    @Option(names = "--add-host", paramLabel = "NAME=ADDRESS", description = "A line for /etc/hosts.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "WHAT",
            description = "What RUN may ask for: network.host, for --network=host.")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--ulimit", paramLabel = "NAME=SOFT[:HARD]", description = "A limit of RUN's processes.")
    private List<String> limits = new ArrayList<>();

    @Option(names = "--shm-size", paramLabel = "BYTES", description = "Size of /dev/shm for RUN, as 128m.")
    private String sharedMemory = "";

    @Option(
            names = "--cache-from",
            paramLabel = "PLACE",
            description = "Results of another host: an image, or type=local,src=DIRECTORY.")
    private List<String> cacheFrom = new ArrayList<>();

    @Option(
            names = "--cache-to",
            paramLabel = "PLACE",
            description = "Keep results for other hosts: type=inline, type=registry,ref=IMAGE[,mode=max] or"
                    + " type=local,dest=DIRECTORY.")
    private List<String> cacheTo = new ArrayList<>();

    @Option(names = "--push", description = "Send the image to the registries of its names.")
    private boolean push;

    @Option(names = "--platform", paramLabel = "PLATFORM", description = "Only that of this host.")
    private List<String> platforms = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException, InterruptedException {
        if (push && names.isEmpty()) {
            throw new UsageException("--push sends an image by its name", "give it one with -t REGISTRY/NAME");
        }
        Path directory = session.console().directory();
        boolean elsewhere = ContextPlace.isElsewhere(context);
        Path root = directory.resolve(context).normalize();
        if (!elsewhere && !Files.isDirectory(root)) {
            throw new UsageException(
                    "the context " + root + " is no directory", "name one: jcompose image build -t NAME PATH");
        }
        boolean piped = file.equals("-");
        String dockerfile = elsewhere && !file.isEmpty() && !piped ? file : named(directory, root);
        String text = piped ? new String(session.console().in().readAllBytes(), StandardCharsets.UTF_8) : null;
        BuildCaches caches = CacheTexts.in(directory, cacheFrom, cacheTo);
        BuildOrder order = new BuildOrder(
                elsewhere ? context : root.toString(),
                dockerfile,
                text,
                options.arguments(session),
                target,
                contexts(directory),
                names,
                labels,
                secrets(session, directory),
                options.agents(session),
                network,
                hosts.stream().map(ImageBuildCommand::hostLine).toList(),
                sharedMemory(),
                limits,
                allowed,
                platforms(session),
                options.noCache(),
                List.of(),
                options.pull(),
                caches,
                new BaseAccounts(session.credentials()).of(root, dockerfile, text, caches));
        if (options.check()) {
            return BuildCheck.of(session, List.of(order));
        }
        try (BuildScreen screen = session.buildScreen(options.progress(), options.quiet())) {
            String id = ServiceBuilds.run(session.client(), order, "", screen);
            session.console().out().println(id);
        }
        return push ? Pushes.of(session, names, options.quiet()) : 0;
    }

    private List<String> platforms(Session session) {
        String usual = session.console().variable("DOCKER_DEFAULT_PLATFORM");
        return platforms.isEmpty() && !usual.isEmpty() ? List.of(usual) : platforms;
    }

    /** A file of the context by its short name, which messages then have. */
    private String named(Path directory, Path root) {
        if (file.isEmpty() || file.equals("-")) {
            return "Dockerfile";
        }
        Path path = directory.resolve(file).normalize();
        return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    }

    private long sharedMemory() throws UsageException {
        Matcher size = SIZE.matcher(sharedMemory.isEmpty() ? "0" : sharedMemory);
        if (!size.matches()) {
            throw new UsageException("--shm-size " + sharedMemory + " is no size", "as in --shm-size 128m");
        }
        long number = Long.parseLong(size.group(1));
        return switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
        };
    }

    /** As Docker takes it: NAME=ADDRESS, or NAME:ADDRESS. */
    private static String hostLine(String written) {
        return written.contains("=") ? written : written.replaceFirst(":", "=");
    }

    private Map<String, String> contexts(Path directory) {
        Map<String, String> absolute = new LinkedHashMap<>();
        contexts.forEach((name, place) -> absolute.put(
                name,
                place.contains("://") || ContextPlace.isElsewhere(place)
                        ? place
                        : directory.resolve(place).normalize().toString()));
        return absolute;
    }

    private Map<String, String> secrets(Session session, Path directory) throws UsageException, IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        for (String secret : secrets) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String part : secret.split(",", -1)) {
                int equals = part.indexOf('=');
                fields.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
            String id = fields.getOrDefault("id", "");
            String source = fields.getOrDefault("src", fields.getOrDefault("source", ""));
            String variable = fields.getOrDefault("env", source.isEmpty() ? id : "");
            if (id.isEmpty()) {
                throw new UsageException("--secret " + secret + " has no id", "as in --secret id=key,src=key.txt");
            }
            byte[] content = source.isEmpty()
                    ? session.console().variable(variable).getBytes(StandardCharsets.UTF_8)
                    : Files.readAllBytes(directory.resolve(source));
            contents.put(id, Base64.getEncoder().encodeToString(content));
        }
        return contents;
    }
}

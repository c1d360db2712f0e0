package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.check.Selected;
import io.jcompose.spec.explain.ExplainJson;
import io.jcompose.spec.explain.ExplainText;
import io.jcompose.spec.explain.RawFiles;
import io.jcompose.spec.explain.UsedVariable;
import io.jcompose.spec.explain.VariableExplanation;
import io.jcompose.spec.text.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config}. Needs a daemon only to ask registries for digests. */
@picocli.CommandLine.Command(
        aliases = "convert",
        description = "Prints the files as they are understood: merged, with variables and defaults filled in.",
        footer = {
            "",
            "With --no-interpolate, --no-normalize, --no-path-resolution or --no-env-resolution the",
            "values are printed in the forms in which the files have them. Digests of images are asked",
            "for at their registries; images that are made of this host's files keep their names.",
            "",
            "Examples:",
            "  jcompose config                       check and print",
            "  jcompose config -q                    check only",
            "  jcompose config web                   only web and what it depends on",
            "  jcompose -f a.yml -f b.yml config --format json -o all.json",
            "  jcompose config --hash '*'            what a change is recognised by",
            "  jcompose config --no-interpolate      keep ${VARIABLES}",
            "  jcompose config --variables           which variables the files use",
            "  jcompose config --explain DB_HOST     where a variable has its value from"
        })
public final class ConfigCommand implements Command {
    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description = "Only these services and what they depend on; their profiles are active.")
    private List<String> selected = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "yaml or json (--variables: table or json).")
    private @Nullable String format;

    @Option(names = "--services", description = "Only names of services.")
    private boolean services;

    @Option(names = "--images", description = "Only names of images.")
    private boolean images;

    @Option(names = "--volumes", description = "Only keys of volumes.")
    private boolean volumes;

    @Option(names = "--networks", description = "Only keys of networks.")
    private boolean networks;

    @Option(names = "--models", description = "Only keys of models.")
    private boolean models;

    @Option(names = "--profiles", description = "Only names of profiles.")
    private boolean profiles;

    @Option(names = "--variables", description = "The variables that the files use, with their defaults.")
    private boolean variables;

    @Option(names = "--environment", description = "The variables that the files may use, with their values.")
    private boolean environment;

    @Option(names = "--explain", paramLabel = "VARIABLE", description = "Where a variable has its value from.")
    private @Nullable String explain;

    @Option(names = "--hash", paramLabel = "SERVICES", description = "Fingerprints of services: * or a,b.")
    private @Nullable String hash;

    @Option(
            names = "--no-interpolate",
            description = "Keep variables (except those in keys of lists), paths, env_file; unchecked.")
    private boolean noInterpolate;

    @Option(names = "--no-normalize", description = "Do not write out names, default network, implied dependencies.")
    private boolean noNormalize;

    @Option(names = "--no-path-resolution", description = "Keep relative paths.")
    private boolean noPathResolution;

    @Option(names = "--no-consistency", description = "Do not check that the parts fit together.")
    private boolean noConsistency;

    @Option(names = "--no-env-resolution", description = "Keep env_file, and names without value.")
    private boolean noEnvResolution;

    @Option(names = "--resolve-image-digests", description = "Name each image by its digest; see below.")
    private boolean resolveImageDigests;

    @Option(names = "--lock-image-digests", description = "Only an override file with the digests of the images.")
    private boolean lockImageDigests;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only check.")
    private boolean quiet;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file.")
    private @Nullable Path output;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format == null ? kind() : format, kind());
        String text =
                variables || environment || explain != null ? ofVariables(session, json) : ofProject(session, json);
        if (quiet) {
            return 0;
        }
        if (output == null) {
            session.console().out().print(text);
        } else {
            write(session.console().directory().resolve(output), text);
        }
        return 0;
    }

    private String kind() {
        return variables ? "table" : explain != null ? "text" : "yaml";
    }

    private String ofProject(Session session, boolean json) throws SpecException, DaemonException, UsageException {
        LoadOptions options =
                new LoadOptions(!noInterpolate, !noNormalize, !noPathResolution, !noConsistency, !noEnvResolution);
        if (!options.whole() || models) {
            Written written = session.written(selected, options);
            session.warn(written.warnings(), written.texts());
            return text(session, new ConfigView.OfFiles(written.selected(selected)), json);
        }
        Loaded loaded = session.load(selected, options);
        session.warn(loaded);
        return text(session, new ConfigView.OfProject(Selected.of(loaded.project(), selected)), json);
    }

    private String text(Session session, ConfigView view, boolean json)
            throws SpecException, DaemonException, UsageException {
        if (quiet) {
            return "";
        } else if (services) {
            return lines(view.services());
        } else if (volumes) {
            return lines(view.keys("volumes"));
        } else if (networks) {
            return lines(view.keys("networks"));
        } else if (models) {
            return lines(view.keys("models"));
        } else if (hash != null) {
            return lines(view.hashes(hash));
        } else if (profiles) {
            return lines(session.everyProfile());
        } else if (images) {
            return lines(view.images().values().stream().distinct().sorted().toList());
        }
        if (lockImageDigests) {
            return Written.images(Digests.resolved(session, view.ofRegistries()), json);
        }
        if (resolveImageDigests) {
            ConfigView resolved = view.withImages(Digests.resolved(session, view.ofRegistries()));
            return json ? resolved.json() + "\n" : resolved.yaml();
        }
        return json ? view.json() + "\n" : view.yaml();
    }

    private String ofVariables(Session session, boolean json) throws SpecException {
        if (explain != null) {
            VariableExplanation told = VariableExplanation.of(session.request(), explain);
            return json ? ExplainJson.write(told) + "\n" : ExplainText.write(told);
        }
        RawFiles files = session.rawFiles();
        if (environment) {
            return lines(new TreeMap<>(files.variables().values())
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
        Collection<UsedVariable> used = files.used().values();
        return json ? json(used) + "\n" : table(used);
    }

    private static String table(Collection<UsedVariable> used) {
        Table table = new Table("NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE");
        used.forEach(variable -> table.row(
                variable.name(),
                Boolean.toString(variable.required()),
                variable.defaultValue(),
                variable.alternateValue()));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        table.print(new PrintStream(text, true, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    /** With the field names of docker compose. */
    private static String json(Collection<UsedVariable> used) {
        return JsonText.object(out -> {
            for (UsedVariable variable : used) {
                out.writeObjectFieldStart(variable.name());
                out.writeStringField("Name", variable.name());
                out.writeStringField("DefaultValue", variable.defaultValue());
                out.writeStringField("PresenceValue", variable.alternateValue());
                out.writeBooleanField("Required", variable.required());
                out.writeEndObject();
            }
        });
    }

    private static void write(Path file, String text) throws UsageException {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException e) {
            throw new UsageException("cannot write " + file + ": there is no directory " + file.getParent());
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private static String lines(Collection<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}

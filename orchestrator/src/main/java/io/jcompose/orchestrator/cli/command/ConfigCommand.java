package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config}. Needs no daemon. */
@picocli.CommandLine.Command(
        aliases = "convert",
        description = "Prints the files as they are understood: merged, with variables and defaults filled in.",
        footer = {
            "",
            "Examples:",
            "  jcompose config                       check and print",
            "  jcompose config -q                    check only",
            "  jcompose -f a.yml -f b.yml config --format json -o all.json",
            "  jcompose config --hash '*'            what a change is recognised by"
        })
public final class ConfigCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Activate the profiles of these services.")
    private List<String> selected = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "yaml", description = "yaml or json.")
    private String format = "yaml";

    @Option(names = "--services", description = "Only names of services.")
    private boolean services;

    @Option(names = "--images", description = "Only names of images.")
    private boolean images;

    @Option(names = "--volumes", description = "Only keys of volumes.")
    private boolean volumes;

    @Option(names = "--networks", description = "Only keys of networks.")
    private boolean networks;

    @Option(names = "--profiles", description = "Only names of profiles.")
    private boolean profiles;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only check.")
    private boolean quiet;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file.")
    private @Nullable Path output;

    @Option(names = "--hash", paramLabel = "SERVICES", description = "Fingerprints of services: * or a,b.")
    private @Nullable String hash;

    @Override
    public int run(Session session) throws SpecException, UsageException {
        boolean json = Formats.json(format, "yaml");
        Loaded loaded = session.load(selected);
        session.warn(loaded);
        String text = text(session, loaded.project(), json);
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

    private static void write(Path file, String text) throws UsageException {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException e) {
            throw new UsageException("cannot write " + file + ": there is no directory " + file.getParent());
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private String text(Session session, Project project, boolean json) throws SpecException, UsageException {
        Collection<Service> all = project.services().values();
        if (services) {
            return lines(project.services().keySet());
        } else if (images) {
            return lines(all.stream().map(Service::image).distinct().sorted().toList());
        } else if (volumes) {
            return lines(project.volumes().keySet());
        } else if (networks) {
            return lines(project.networks().keySet());
        } else if (profiles) {
            return lines(session.everyProfile());
        } else if (hash != null) {
            return hashes(project, hash);
        }
        return json ? Canonical.userJson(project) + "\n" : Canonical.yaml(project);
    }

    private static String hashes(Project project, String wanted) throws UsageException {
        List<String> names =
                wanted.equals("*") ? List.copyOf(project.services().keySet()) : Arrays.asList(wanted.split(","));
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            Service service = project.services().get(name);
            if (service == null) {
                throw new UsageException("no such service: " + name);
            }
            lines.add(name + " " + Fingerprint.of(service));
        }
        return lines(lines);
    }

    private static String lines(Collection<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}

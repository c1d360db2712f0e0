package io.jcompose.spec.lint;

import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A variable that an env file sets and nothing names. */
final class UnusedVariable implements Rule {
    static final About ABOUT = new About(
            "unused-variable",
            Level.NOTE,
            "variables of .env that the files do not use",
            "whoever changes it expects an effect, and there is none: perhaps its name changed");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        Set<String> used = used(subject);
        Set<String> files = envFiles(subject);
        new TreeMap<>(subject.raw().variables().places()).forEach((name, span) -> {
            boolean ofPrograms = name.startsWith("COMPOSE_") || name.startsWith("DOCKER_");
            if (!used.contains(name) && !ofPrograms && !files.contains(fileName(span.file()))) {
                report.findSecret(
                        span, "", "nothing uses the variable " + name, "remove it, or correct the name in the files");
            }
        });
    }

    /** Names in values, names that environment passes on, and names in the env files themselves. */
    private static Set<String> used(Subject subject) {
        Set<String> used = new HashSet<>(subject.raw().used().keySet());
        subject.eachWritten((path, service) -> {
            passedOn(Assignment.of(service, path, "environment"), used);
            passedOn(Assignment.of(service.map("build"), TreePath.child(path, "build"), "args"), used);
        });
        subject.raw().variables().places().values().stream()
                .map(Span::file)
                .distinct()
                .forEach(file -> VariableUse.in(subject.raw().texts().getOrDefault(file, ""))
                        .forEach(use -> used.add(use.name())));
        for (MapNode document : subject.raw().documents()) {
            for (String kind : List.of("secrets", "configs")) {
                document.map(kind).entries().values().forEach(entry -> {
                    if (entry.value() instanceof MapNode resource) {
                        resource.get("environment", ScalarNode.class).ifPresent(name -> used.add(name.text()));
                    }
                });
            }
        }
        return used;
    }

    private static void passedOn(List<Assignment> assignments, Set<String> used) {
        assignments.stream().filter(name -> !name.given()).forEach(name -> used.add(name.name()));
    }

    /** Names of files whose variables go into containers whole. */
    private static Set<String> envFiles(Subject subject) {
        Set<String> files = new HashSet<>();
        subject.eachWritten((path, service) -> {
            Node written = service.get("env_file").orElse(service);
            List<Node> all = written instanceof ListNode list ? list.items() : List.of(written);
            for (Node file : all) {
                Node name = file instanceof MapNode map ? map.get("path").orElse(map) : file;
                if (name instanceof ScalarNode scalar) {
                    files.add(fileName(scalar.text()));
                }
            }
        });
        return files;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.yaml.Problems;
import java.util.List;

/** All rules. */
public final class Checks {
    private static final List<Check> ALL = List.of(
            new SharedNamespaces(),
            new UndefinedReferences(),
            new UndefinedGrants(),
            new Builds(),
            new MountTargets(),
            new MacAddresses(),
            new DependencyCycles(),
            new ContainerNames(),
            new Subnets(),
            new StaticAddresses(),
            new SharedPorts(),
            new StartFirst(),
            new Upkeep());

    private Checks() {}

    /**
     * Runs every rule.
     *
     * @param disabled services of the files that no active profile enables
     */
    public static void run(Project project, SourceMap sources, List<String> disabled, Problems problems) {
        Report report = new Report(sources, disabled, problems);
        ALL.forEach(check -> check.run(project, report));
    }
}

package io.jcompose.spec.lint;

import java.util.List;

/** All rules, in the order in which they are listed. */
final class Rules {
    static final List<Rule> ALL = List.of(
            new UnsetVariable(),
            new UnusedVariable(),
            new DuplicateVariable(),
            new LiteralSecret(),
            new UntaggedImage(),
            new OpenPort(),
            new Base60(),
            new PlainBoolean(),
            new Privileged(),
            new EngineSocket(),
            new MissingSource(),
            new NoMemoryLimit(),
            new NoRestartPolicy(),
            new UnprobedDependency(),
            new UnwaitedDependency(),
            new ObsoleteVersion(),
            new ObsoleteLinks(),
            new ObsoleteExternalName(),
            new FixedContainerName(),
            new LimitTwice(),
            new UnusedResource());

    private Rules() {}
}

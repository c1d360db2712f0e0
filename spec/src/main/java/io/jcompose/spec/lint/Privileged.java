package io.jcompose.spec.lint;

import io.jcompose.spec.Service;
import io.jcompose.spec.yaml.Node.ScalarNode;

/** A container that is root on the host. */
final class Privileged implements Rule {
    private static final About ABOUT = new About(
            "privileged",
            Level.WARNING,
            "privileged containers",
            "a privileged container has every capability and device: who breaks into it owns the host");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            subject.tree(service)
                    .get("privileged", ScalarNode.class)
                    .filter(flag -> flag.text().equalsIgnoreCase("true"))
                    .ifPresent(flag -> report.find(
                            flag.span(),
                            Subject.path(service) + ".privileged",
                            "service \"" + service.name() + "\" is privileged",
                            "add only what it needs, with `cap_add` and `devices`"));
        }
    }
}

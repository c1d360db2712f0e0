package io.jcompose.spec.lint;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.ScalarNode;

/** Names of services from the time before networks. */
final class ObsoleteLinks implements Rule {
    private static final About ABOUT = new About(
            "obsolete-links",
            Level.NOTE,
            "the key `links`",
            "services of one network reach each other by name without it; it hides what the order of starts depends on");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        subject.eachWritten((path, service) -> {
            Node.Entry links = service.entries().get("links");
            if (links != null && links.value() instanceof ListNode list) {
                boolean aliased = list.items().stream()
                        .anyMatch(item -> item instanceof ScalarNode scalar
                                && scalar.text().contains(":"));
                report.find(
                        links.keySpan(),
                        TreePath.child(path, "links"),
                        "`links` is a legacy form",
                        aliased
                                ? "give the other service the name with `networks: {default: {aliases: [NAME]}}`, and"
                                        + " say `depends_on`"
                                : "write `depends_on`; the names are known anyway");
            }
        });
    }
}

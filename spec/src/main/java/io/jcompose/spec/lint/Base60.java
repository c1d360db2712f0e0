package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.regex.Pattern;

/** Two numbers that half of all YAML readers take for one. */
final class Base60 implements Rule {
    private static final About ABOUT = new About(
            "base-60",
            Level.WARNING,
            "unquoted numbers with colons",
            "readers of YAML 1.1 read 22:22 as one number in base 60, which is 1342");

    @Override
    public About about() {
        return ABOUT;
    }

    private static final int LONGEST = 64;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+");

    @Override
    public void check(Subject subject, Report report) {
        subject.eachWritten((path, service) -> {
            List<Node> ports =
                    service.get("ports", ListNode.class).map(ListNode::items).orElse(List.of());
            for (int i = 0; i < ports.size(); i++) {
                if (ports.get(i) instanceof ScalarNode port) {
                    look(subject, port.text(), port.span(), TreePath.item(path + ".ports", i), report);
                }
            }
            for (Assignment assignment : Assignment.of(service, path, "environment")) {
                if (!assignment.inList()) {
                    look(subject, assignment.value(), assignment.span(), assignment.path(), report);
                }
            }
        });
    }

    private static void look(Subject subject, String text, Span span, String path, Report report) {
        if (text.length() <= LONGEST && NUMBER.matcher(text).matches() && subject.isPlain(span)) {
            report.find(
                    span,
                    path,
                    "`" + text + "` without quotes is one number to readers of YAML 1.1",
                    "write \"" + text + "\"");
        }
    }
}

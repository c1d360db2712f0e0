package io.jcompose.spec.lint;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;

/** The version of a file format that has no versions any more. */
final class ObsoleteVersion implements Rule {
    private static final About ABOUT = new About(
            "obsolete-version",
            Level.NOTE,
            "the key `version`",
            "no reader looks at it any more, and it suggests limits that do not exist");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (MapNode document : subject.raw().documents()) {
            Node.Entry version = document.entries().get("version");
            if (version != null) {
                report.find(version.keySpan(), "version", "`version` is obsolete and has no effect", "remove it");
            }
        }
    }
}

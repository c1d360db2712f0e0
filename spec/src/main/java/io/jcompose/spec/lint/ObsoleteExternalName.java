package io.jcompose.spec.lint;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;

/** The old way to name an external resource. */
final class ObsoleteExternalName implements Rule {
    private static final About ABOUT = new About(
            "obsolete-external-name",
            Level.NOTE,
            "the key `external.name`",
            "it was replaced by `name`, which also works for resources that are not external");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (MapNode document : subject.raw().documents()) {
            for (String kind : List.of("networks", "volumes", "secrets", "configs")) {
                document.map(kind).entries().forEach((key, entry) -> {
                    if (entry.value() instanceof MapNode resource
                            && resource.get("external").orElse(null) instanceof MapNode external) {
                        report.find(
                                external.span(),
                                TreePath.child(TreePath.child(kind, key), "external"),
                                "`external.name` is deprecated",
                                "write `external: true` and `name:`");
                    }
                });
            }
        }
    }
}

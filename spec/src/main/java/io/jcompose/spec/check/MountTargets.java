package io.jcompose.spec.check;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One path of a container shows one thing: {@code tmpfs} and {@code volumes} must not meet. */
final class MountTargets implements Check {
    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            List<Value> tmpfs = service.further().items("tmpfs");
            if (!tmpfs.isEmpty()) {
                check(service, tmpfs, "services." + service.name(), report);
            }
        }
    }

    private static void check(Service service, List<Value> tmpfs, String path, Report report) {
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < tmpfs.size(); i++) {
            String text = tmpfs.get(i) instanceof Value.Text written ? written.text() : "";
            int colon = text.indexOf(':');
            String place = path + ".tmpfs[" + i + "]";
            meet(owners, colon < 0 ? text : text.substring(0, colon), place, report);
        }
        for (int i = 0; i < service.mounts().size(); i++) {
            Mount mount = service.mounts().get(i);
            meet(owners, mount.target(), path + ".volumes[" + i + "]", report);
        }
    }

    private static void meet(Map<String, String> owners, String target, String place, Report report) {
        String owner = owners.putIfAbsent(target, place);
        if (owner != null) {
            report.error(place, "target " + target + " already mounted as " + owner, "keep one of the two");
        }
    }
}

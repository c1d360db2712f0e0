package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Replacing;
import io.jcompose.spec.source.TreePath;

/** What our own attributes of services say: {@code x-heal} and {@code x-drain}. */
final class Upkeep implements Check {
    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            String path = TreePath.child("services", service.name());
            boolean heals = Replacing.word(service, "x-heal")
                    .map(word -> Replacing.healing(word).isPresent())
                    .orElse(!service.further().values().containsKey("x-heal"));
            if (!heals) {
                report.error(
                        path + ".x-heal",
                        "`x-heal` says what is done to an unhealthy container",
                        "write `restart`, `replace` or `none`");
            }
            boolean drains = Replacing.word(service, "x-drain")
                    .map(word -> Replacing.time(word).isPresent())
                    .orElse(!service.further().values().containsKey("x-drain"));
            if (!drains) {
                report.error(
                        path + ".x-drain",
                        "`x-drain` is how long a container that is replaced may finish what it serves",
                        "write a number and a unit, as in 30s");
            }
        }
    }
}

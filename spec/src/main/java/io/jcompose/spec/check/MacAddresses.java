package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;

/** {@code mac_address} of a service is an old spelling of that of its network: two must be equal. */
final class MacAddresses implements Check {
    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            String own = service.further().text("mac_address").orElse("");
            for (String network : service.networks().keySet()) {
                service.further()
                        .text("networks", network, "mac_address")
                        .filter(other -> !own.isEmpty() && !other.equals(own))
                        .ifPresent(other -> report.error(
                                "services." + service.name() + ".mac_address",
                                "services." + service.name() + ": can't set distinct values on 'mac_address' and"
                                        + " 'networks." + network + ".mac_address'",
                                "remove one of the two"));
            }
        }
    }
}

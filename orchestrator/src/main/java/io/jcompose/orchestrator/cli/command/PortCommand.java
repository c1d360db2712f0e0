package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Publisher;
import io.jcompose.spec.SpecException;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code port}. */
@picocli.CommandLine.Command(
        description = "Prints the address and port of this host that a port of a service is published at.",
        footer = {"", "Examples:", "  jcompose port web 80", "  jcompose port --protocol udp --index 2 dns 53"})
public final class PortCommand implements Command {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "PORT", description = "Port in the container; as in 80 or 53/udp.")
    private String port = "";

    @Option(names = "--protocol", paramLabel = "PROTOCOL", defaultValue = "tcp", description = "tcp or udp.")
    private String protocol = "tcp";

    @Option(names = "--index", paramLabel = "N", description = "Which container of the service, from 1.")
    private int index;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        String[] parts = port.split("/", 2);
        String kind = parts.length == 2 ? parts[1] : protocol;
        if (!parts[0].matches("[0-9]{1,5}") || !List.of("tcp", "udp").contains(kind)) {
            throw new UsageException("no port: " + port, "a number, as in 80 or 53/udp");
        }
        String project = session.projectName();
        List<ContainerRow> rows = ChosenRows.of(session.client().project(project), List.of(service)).stream()
                .filter(row -> index == 0 || row.number() == index)
                .toList();
        if (rows.isEmpty()) {
            throw new UsageException(
                    "service \"" + service + "\" has no container" + (index == 0 ? "" : " with number " + index));
        }
        Publisher found = published(rows, Integer.parseInt(parts[0]), kind);
        session.console().out().println(address(found.url()) + ":" + found.publishedPort());
        return 0;
    }

    private Publisher published(List<ContainerRow> rows, int target, String kind) throws UsageException {
        return rows.stream()
                .flatMap(row -> row.publishers().stream())
                .filter(publisher -> publisher.publishedPort() > 0
                        && publisher.targetPort() == target
                        && publisher.protocol().equals(kind))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "port " + target + "/" + kind + " of service \"" + service + "\" is not published",
                        "jcompose ps shows what is"));
    }

    private static String address(String url) {
        return url.contains(":") ? "[" + url + "]" : url;
    }
}

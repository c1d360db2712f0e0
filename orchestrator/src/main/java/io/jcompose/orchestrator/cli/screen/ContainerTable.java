package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.Publisher;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Containers as {@code ps} shows them. */
public final class ContainerTable {
    private static final int SHORT_COMMAND = 20;
    private static final int LONGEST_LINE = 200;

    private ContainerTable() {}

    /** Prints the table; {@code whole} leaves commands unshortened. */
    public static void print(List<ContainerRow> rows, boolean whole, Console console) {
        Table table = new Table("NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS");
        for (ContainerRow row : rows) {
            String status = row.reason().isEmpty() || row.state().equals("running")
                    ? row.status()
                    : row.status() + ": " + row.reason();
            table.row(
                    row.name(),
                    row.image(),
                    quoted(row.command(), whole),
                    row.service(),
                    Ages.ago(row.created(), console.clock().instant()),
                    status,
                    ports(row.publishers()));
            trouble(row).ifPresent(table::note);
        }
        table.print(console.out());
    }

    /** What is the matter with a container that does not stay up, and the last that it wrote. */
    private static Optional<String> trouble(ContainerRow row) {
        List<String> lines = row.trouble().lines();
        String error = row.trouble().error();
        // Why a start failed stands in the row already.
        String said = error.equals(row.reason()) ? "" : error;
        String last = lines.isEmpty() ? "" : shown(lines.get(lines.size() - 1));
        String text = said + (said.isEmpty() || last.isEmpty() ? "" : ": ") + last;
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    /** Containers write what they like: no control character of theirs reaches the terminal. */
    private static String shown(String line) {
        String plain = line.codePoints()
                .filter(point -> !Character.isISOControl(point))
                .limit(LONGEST_LINE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.strip();
    }

    /** A command between quotes, shortened with an ellipsis unless {@code whole}. */
    public static String quoted(String command, boolean whole) {
        String shown = whole || command.length() <= SHORT_COMMAND
                ? command
                : command.substring(0, SHORT_COMMAND - 1) + "\u2026";
        return "\"" + shown + "\"";
    }

    /** As docker lists them: {@code 0.0.0.0:8080->80/tcp, 81/tcp}. */
    public static String ports(List<Publisher> publishers) {
        return publishers.stream().map(ContainerTable::port).collect(Collectors.joining(", "));
    }

    private static String port(Publisher port) {
        String target = port.targetPort() + "/" + port.protocol();
        return port.publishedPort() == 0 ? target : port.url() + ":" + port.publishedPort() + "->" + target;
    }
}

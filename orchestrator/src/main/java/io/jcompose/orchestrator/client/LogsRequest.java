package io.jcompose.orchestrator.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Which log lines.
 *
 * @param services empty for all
 * @param tail so many of the last lines of each container
 * @param since RFC 3339, or empty
 * @param until RFC 3339, or empty
 * @param index only this replica
 */
public record LogsRequest(
        List<String> services, boolean follow, OptionalInt tail, String since, String until, OptionalInt index) {

    String query() {
        StringJoiner query = new StringJoiner("&", "?", "");
        services.forEach(service -> query.add("service=" + encoded(service)));
        if (follow) {
            query.add("follow=1");
        }
        tail.ifPresent(count -> query.add("tail=" + count));
        if (!since.isEmpty()) {
            query.add("since=" + encoded(since));
        }
        if (!until.isEmpty()) {
            query.add("until=" + encoded(until));
        }
        index.ifPresent(number -> query.add("index=" + number));
        return query.length() == 1 ? "" : query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

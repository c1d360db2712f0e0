package io.jcompose.samples.guestbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jcompose.samples.guestbook.Entries.Entry;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** The page: GET shows it, POST adds an entry (form field {@code text}). */
final class PageHandler implements HttpHandler {
    private static final int LARGEST_FORM = 8 << 10;
    private static final int LONGEST_TEXT = 500;

    private final Entries entries;
    private final String replica;

    PageHandler(Entries entries, String replica) {
        this.entries = entries;
        this.replica = replica;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            respond(exchange);
        }
    }

    /** The exchange stays open for what there is to say about a failure. */
    private void respond(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                add(exchange);
            } else {
                answer(exchange, 200, page());
            }
        } catch (SQLException e) {
            System.err.println("the database does not answer: " + e.getMessage());
            answer(exchange, 503, "The database does not answer; try again.\n");
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, "Not a form.\n");
        }
    }

    private void add(HttpExchange exchange) throws IOException, SQLException {
        String form = new String(exchange.getRequestBody().readNBytes(LARGEST_FORM), StandardCharsets.UTF_8);
        String text = field(form, "text").strip();
        if (!text.isEmpty()) {
            entries.add(text.substring(0, Math.min(LONGEST_TEXT, text.length())));
        }
        exchange.getResponseHeaders().set("Location", "/");
        exchange.sendResponseHeaders(303, -1);
    }

    private static String field(String form, String name) {
        for (String pair : form.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private String page() throws SQLException {
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>Guestbook</title>")
                .append("<h1>Guestbook</h1><form method=post><input name=text maxlength=500 autofocus>")
                .append("<button>Write</button></form><ul>\n");
        for (Entry entry : entries.newest()) {
            page.append("<li>").append(escaped(entry.text())).append(" <small>");
            page.append(escaped(entry.written())).append("</small>\n");
        }
        return page.append("</ul><p>answered by ")
                .append(escaped(replica))
                .append("\n")
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
